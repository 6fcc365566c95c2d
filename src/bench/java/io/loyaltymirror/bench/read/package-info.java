/** Workloads of reads. */
package io.loyaltymirror.bench.read;
