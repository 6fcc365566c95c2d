/** Others that serve the same rows on the same paths, each in its best form; none of them checks a key. */
package io.loyaltymirror.bench.peer;
