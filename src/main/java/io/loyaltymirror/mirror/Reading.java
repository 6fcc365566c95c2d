package io.loyaltymirror.mirror;

import java.time.Duration;

/**
 * What a read of one kind of a chain's types found.
 *
 * @param <T> what was asked for
 */
public sealed interface Reading<T> {

    /** The mirror has no such chain. */
    record UnknownChain<T>() implements Reading<T> {}

    /** The chain is mirrored, but this kind was never read completely: nothing may be concluded from what is there. */
    record NeverRead<T>() implements Reading<T> {}

    /**
     * The mirror's answer, all of one generation.
     *
     * @param generation epoch and number, {@code 1.42}
     * @param asOf begin of the newest complete scan of the kind, as ISO 8601 has it
     * @param age how long ago that was, by the database's clock
     * @param value what was asked for; null where there is no such type
     */
    record Found<T>(String generation, String asOf, Duration age, T value) implements Reading<T> {}
}
