/**
 * Questions about the mirrored data: read-only views of the schema {@code reporting} and the queries on them.
 *
 * <p>Called by the mirror plane. It never writes.
 */
package io.loyaltymirror.report;
