/**
 * Upstream to mirror: when a chain is due, who reads it, whether what was read is complete, what each run came to.
 *
 * <p>{@link io.loyaltymirror.sync.SyncJob} is the door: the schedule calls it, and the mirror plane does for a run on
 * demand. The flow is {@link io.loyaltymirror.sync.ChainScan}. No transaction is ever held across a call to upstream.
 */
package io.loyaltymirror.sync;
