/** Workloads of reading upstream and of changing it: the service, its database and its upstream, each a process of its own. */
package io.loyaltymirror.bench.sync;
