/**
 * What every station uses: the words for which chain and which kind of type, how each says what a setting must be, and
 * how an answer comes back to where it was asked for.
 *
 * <p>The stations are the packages below; the picture of the two flows through them is in the README. This package
 * depends on none of them.
 */
package io.loyaltymirror;
