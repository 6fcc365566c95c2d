/**
 * Who calls, and what they may do: API keys from the configuration, roles, and the chains a key is good for.
 *
 * <p>Used by both HTTP planes through {@link io.loyaltymirror.api.access.Caller}. A key itself is never kept, logged or
 * compared; only its SHA-256 is. (OIDC and client certificates would come in beside
 * {@link io.loyaltymirror.api.access.KeyAuthentication}.)
 */
package io.loyaltymirror.api.access;
