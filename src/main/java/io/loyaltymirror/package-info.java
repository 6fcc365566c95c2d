/**
 * The words that every station speaks: which chain, which kind of type; and how each says what a setting must be.
 *
 * <p>The stations are the packages below; the picture of the two flows through them is in the README. This package
 * depends on none of them.
 */
package io.loyaltymirror;
