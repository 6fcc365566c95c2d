/** Who asks: an open-loop generator of our own, and {@code wrk} and {@code pgbench} where only the maximum counts. */
package io.loyaltymirror.bench.load;
