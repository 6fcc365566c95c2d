/** What the system says of the machine and of processes, read from {@code /proc}. */
package io.loyaltymirror.bench.machine;
