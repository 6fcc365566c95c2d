/**
 * Questions about the mirrored data: read-only views of the schema {@code reporting} and the queries on them. Which columns
 * a view has and what they mean is said by the comments in the database; see {@code src/docs/reports.md}.
 *
 * <p>Called by the mirror plane. It never writes.
 */
package io.loyaltymirror.report;
