/**
 * Who calls, and what they may do: API keys from the configuration and from a file that may change under way, roles, and the
 * chains a key is good for.
 *
 * <p>Used by both HTTP planes through {@link io.loyaltymirror.api.access.Caller}. A key itself is never kept, logged or
 * compared; only its SHA-256 is. (What comes later has its place: OIDC and client certificates
 * are mechanisms beside {@link io.loyaltymirror.api.access.KeyAuthentication}, and give the same roles and the same scope; a
 * limit of inbound requests is a step behind it, where the caller is known.)
 */
package io.loyaltymirror.api.access;
