/** Writes what was measured into the README, as tables and as plots. */
package io.loyaltymirror.bench.figures;
