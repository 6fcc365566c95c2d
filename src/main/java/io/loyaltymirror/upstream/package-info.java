/**
 * Everything that knows Altegio's wire: addresses, headers, envelope, lenient reading, rate budget, guards.
 *
 * <p>{@link io.loyaltymirror.upstream.Upstream} is the door for the sync and for mutations. What comes out is a typed
 * payload or an {@link io.loyaltymirror.upstream.UpstreamFailure}; no HTTP status and no vendor field name leaves this
 * package. Of the database it touches the rate budget's row alone.
 */
package io.loyaltymirror.upstream;
