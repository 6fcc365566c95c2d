/**
 * Writes: caller to ledger to Altegio to mirror, at most one create a ledger row, every outcome accounted.
 *
 * <p>Called by the data plane. It never resends a create whose outcome is not known.
 */
package io.loyaltymirror.mutation;
