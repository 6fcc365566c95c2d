/** What is measured: the service as it was built, and the PostgreSQL below it. */
package io.loyaltymirror.bench.subject;
