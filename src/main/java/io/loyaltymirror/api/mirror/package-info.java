/**
 * The mirror plane: what the mirror adds, below {@code /mirror/v1}: chains and their freshness, runs and their accounts.
 *
 * <p>Errors are RFC 9457 problems. For the people and services that operate the mirror.
 */
package io.loyaltymirror.api.mirror;
