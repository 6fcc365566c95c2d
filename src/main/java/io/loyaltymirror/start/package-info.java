/** Where the process begins: the service, or one migration. Used by nobody. */
package io.loyaltymirror.start;
