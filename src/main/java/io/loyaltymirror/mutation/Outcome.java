package io.loyaltymirror.mutation;

import java.time.Duration;
import java.util.UUID;

/** What a caller is told of a change. */
public sealed interface Outcome {

    /**
     * It is done, and the mirror shows it.
     *
     * @param data the type as upstream shows it, JSON; null where there is none any more
     * @param generation of the chain, from which it can be read
     */
    record Done(UUID mutation, String data, String generation) implements Outcome {}

    /**
     * Upstream refused it.
     *
     * @param meta upstream's own words, a JSON object
     */
    record Refused(UUID mutation, int status, String meta) implements Outcome {}

    /** Nobody knows whether it was done; it is being found out. */
    record Unknown(UUID mutation) implements Outcome {}

    /** Nothing left; the same may be asked again after so long. */
    record NotSent(UUID mutation, String reason, Duration retryAfter) implements Outcome {}

    /** Nothing left, because upstream does not accept our own credential. */
    record CredentialRefused(UUID mutation) implements Outcome {}

    /** Upstream is left alone: nothing was begun, nor written down. */
    record Resting(Duration retryAfter) implements Outcome {}

    /** Another change of the same thing has no outcome yet. */
    record Blocked(UUID by, Duration retryAfter) implements Outcome {}

    /** A request with the same key is being served. */
    record InProgress(UUID mutation, Duration retryAfter) implements Outcome {}

    /** The key was used for something else. */
    record KeyReused(UUID mutation) implements Outcome {}

    /** The mirror has no such chain. */
    record UnknownChain() implements Outcome {}
}
