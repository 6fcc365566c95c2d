package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what runs came to, from zero at the start on: a rate needs something to begin with. */
@ApplicationScoped
class RunMeters {

    private final MeterRegistry meters;

    RunMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            for (Outcome outcome : Outcome.values()) {
                runs(kind.word(), outcome);
            }
            prevented(kind);
            pages(kind);
        }
    }

    /** The run of this account was closed. */
    void closed(Kind kind, Account account) {
        runs(kind.word(), account.outcome()).increment();
        prevented(kind).increment(account.prevented());
    }

    /** A page of a list was read. */
    void page(Kind kind) {
        pages(kind).increment();
    }

    /** A run that its process left open was closed. */
    void orphaned(String kind) {
        runs(kind, Outcome.FENCED).increment();
    }

    private Counter runs(String kind, Outcome outcome) {
        return Counter.builder("mirror.sync.runs")
                .description("Runs that were closed by this process")
                .tag("kind", kind)
                .tag("outcome", outcome.name())
                .register(meters);
    }

    private Counter pages(Kind kind) {
        return Counter.builder("mirror.sync.pages")
                .description("Pages of lists that were read, once more each where a list had moved")
                .tag("kind", kind.word())
                .register(meters);
    }

    private Counter prevented(Kind kind) {
        return Counter.builder("mirror.false.deletes.prevented")
                .description("Types that the list had no more and that upstream still answered by id")
                .tag("kind", kind.word())
                .register(meters);
    }
}
