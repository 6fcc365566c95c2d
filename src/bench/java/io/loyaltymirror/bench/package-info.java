/**
 * Measures the built service, jar and native binary, beside its limits and its peers. A {@link Workload} gives a
 * {@link Table}; what is compared is measured by turns ({@link Rounds}), and only ratios inside one round count, since
 * the machine is never quiet. Started by {@code src/bench/run}.
 */
package io.loyaltymirror.bench;
