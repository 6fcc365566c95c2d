package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.ChangeFeed.Part;
import io.loyaltymirror.mirror.Cursor;
import io.loyaltymirror.mirror.DatabaseAbsence;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Those who follow a chain's changes live. Each asks for what is new by its own cursor: there is no state that a replica
 * could lose.
 */
@Startup
@ApplicationScoped
class Followers {

    /** Each costs a statement a second; whoever has more of them lets one follow for all. */
    static final int MOST = 200;

    /** What is published is told this late at most, and some milliseconds. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Then a follower comes anew with his key, which may be no good any more, and perhaps to another replica. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final AtomicInteger following = new AtomicInteger();
    private volatile boolean over;

    Followers(MeterRegistry meters) {
        Gauge.builder("mirror.feed.followers", following, AtomicInteger::get)
                .description("callers who follow a chain's changes live here")
                .register(meters);
    }

    /**
     * At SIGTERM itself: a graceful shutdown waits for what is under way, these streams among it, before it tells anybody.
     */
    @PostConstruct
    void endWithTheProcess() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> over = true));
    }

    void stop(@Observes ShutdownEvent told) {
        over = true;
    }

    /** @throws Refusal 503 where there are enough */
    void requirePlace() {
        if (following.get() >= MOST) {
            throw Refusal.notYet("Too many follow changes at this replica", Duration.ofSeconds(10));
        }
    }

    /**
     * Reads and reads on, from where the part before ended.
     *
     * @return parts, also empty ones; ends after ten minutes, with the process, and where the database goes away
     */
    Multi<Part.Changes> follow(Cursor from, Function<Cursor, Uni<Part.Changes>> read) {
        return Multi.createFrom().deferred(() -> {
            following.incrementAndGet();
            Follower follower = new Follower(from, read);
            return Multi.createBy()
                    .repeating()
                    .uni(follower::next)
                    .whilst(_ -> !over && follower.isAlive())
                    // Who has begun comes again, and is told then what became of it.
                    .onFailure(failure -> follower.hasBegun && isTold(failure))
                    .recoverWithCompletion()
                    .onFailure()
                    .invoke(failure -> Log.error("Following changes failed unexpectedly", failure))
                    .onTermination()
                    .invoke(following::decrementAndGet);
        });
    }

    private static boolean isTold(Throwable failure) {
        return failure instanceof Refusal || DatabaseAbsence.isReason(failure);
    }

    private static final class Follower {

        private final Function<Cursor, Uni<Part.Changes>> read;
        private final long begun = System.nanoTime();
        private Cursor at;
        private boolean hasBegun;
        private boolean mayHaveMore = true;

        Follower(Cursor from, Function<Cursor, Uni<Part.Changes>> read) {
            this.at = from;
            this.read = read;
        }

        /** At once where there may be more, else after a while. */
        Uni<Part.Changes> next() {
            return mayHaveMore
                    ? part()
                    : Uni.createFrom().voidItem().onItem().delayIt().by(POLL).chain(this::part);
        }

        private Uni<Part.Changes> part() {
            return read.apply(at).invoke(part -> {
                at = Cursor.of(part.next()).orElseThrow();
                mayHaveMore = part.more();
                hasBegun = true;
            });
        }

        boolean isAlive() {
            return System.nanoTime() - begun < LIFE.toNanos();
        }
    }
}
