package io.loyaltymirror.mutation;

import java.time.Duration;

/** What the caller of a row is told, whenever the row is as it is. */
final class Told {

    /** A request that is being served takes some seconds. */
    static final Duration SOON = Duration.ofSeconds(1);

    /** What is unknown is found out within the settle window, mostly much sooner; a conflict waits for a person. */
    static final Duration LATER = Duration.ofSeconds(10);

    private Told() {}

    static Outcome of(Entry entry) {
        return switch (entry.state()) {
            case SUCCEEDED, ADOPTED -> new Outcome.Done(entry.id(), entry.answer(), entry.generation());
            case REJECTED -> new Outcome.Refused(entry.id(), entry.status(), entry.answer());
            case UNKNOWN, CONFLICT -> new Outcome.Unknown(entry.id());
            case RECEIVED, SENDING -> new Outcome.InProgress(entry.id(), SOON);
            case NOT_SENT, ABSENT -> new Outcome.NotSent(entry.id(), entry.message(), SOON);
        };
    }
}
