/**
 * The operators' page, on the read side as the HTTP planes are.
 *
 * <p>It never becomes a second way to do a thing.
 */
package io.loyaltymirror.console;
