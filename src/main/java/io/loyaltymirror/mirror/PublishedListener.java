package io.loyaltymirror.mirror;

import io.loyaltymirror.mirror.ChainStanding.Told;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;

/**
 * Hears what is published, on a connection of its own. It beats: notifies itself every two seconds. PostgreSQL delivers in
 * the order of commits, so a beat that comes back proves that all that was committed before it was sent was heard; that
 * nothing arrives proves nothing. A connection that is half open, a pooler that keeps no session and a process that was
 * stopped are noticed alike: beats do not come back.
 */
@ApplicationScoped
class PublishedListener {

    private static final String CHANNEL = "mirror_published";

    /** Two beats, and the time that one takes; a half-open connection is noticed within 5 s. */
    private static final long TRUST = Duration.ofMillis(4_500).toNanos();

    private static final Duration BEAT = Duration.ofSeconds(2);

    /** Where so many connections heard nothing there is a pooler between that keeps no sessions: tried once a minute. */
    private static final int OFTEN = 5;

    private static final int SELDOM = 30;

    /** Each process its own: others' beats say nothing to it. */
    private final String beats = "mirror_beat_" + UUID.randomUUID().toString().replace("-", "");

    private final Schema schema;
    private final DatabasePool database;
    private final Snapshots snapshots;
    private final DatabaseClock clock;
    private volatile PgConnection connection;
    private volatile boolean isCompared;
    private boolean wasHearing;
    private volatile int inVain;
    private int ticks;
    private volatile long provenAt = System.nanoTime() - TRUST;

    PublishedListener(
            Schema schema, DatabasePool database, Snapshots snapshots, DatabaseClock clock, MeterRegistry meters) {
        this.schema = schema;
        this.database = database;
        this.snapshots = snapshots;
        this.clock = clock;
        snapshots.hearBy(this::isHearing);
        Gauge.builder("mirror.listener.hearing", this, listener -> listener.isHearing() ? 1 : 0)
                .description("1 while it is certain that publications are heard, else 0: reads compare first")
                .register(meters);
    }

    /** Whether all was heard that was committed until a moment ago; by the clock, so that no timer can forget to tell. */
    boolean isHearing() {
        return isCompared && System.nanoTime() - provenAt < TRUST;
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> beat() {
        if (!schema.isReady()) {
            return Uni.createFrom().voidItem();
        }
        PgConnection own = connection;
        if (own != null && System.nanoTime() - provenAt >= TRUST) {
            inVain++;
            drop(own);
        }
        tellChange();
        if (connection == null && inVain > OFTEN && ticks++ % SELDOM != 0) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> work = connection == null ? listen() : beat(connection);
        return work.ifNoItem().after(BEAT).fail().onFailure().recoverWithUni(PublishedListener::tryLater);
    }

    /** Who reads meanwhile compares first; and that the database is away is said by who needs it more. */
    private static Uni<Void> tryLater(Throwable failure) {
        if (!DatabaseAbsence.isReason(failure)) {
            Log.error("Publications cannot be listened to, trying again", failure);
        }
        return Uni.createFrom().voidItem();
    }

    private void tellChange() {
        boolean isHearing = isHearing();
        if (wasHearing && !isHearing) {
            Log.warn("Publications are not heard for certain any more: reads compare with the database first");
        } else if (!wasHearing && isHearing) {
            Log.info("Publications are heard");
        }
        wasHearing = isHearing;
    }

    private Uni<Void> listen() {
        return database.connect("loyalty-mirror listener").chain(own -> {
            connection = own;
            own.closeHandler(_ -> drop(own));
            // Else the client prints a stack trace; that the connection is lost is told when it closes.
            own.exceptionHandler(_ -> {});
            own.notificationHandler(notification -> heard(own, notification));
            return answer(own, "LISTEN " + CHANNEL + "; LISTEN " + beats)
                    .chain(() -> snapshots.compareAll())
                    .invoke(() -> isCompared = connection == own)
                    .chain(() -> beat(own));
        });
    }

    private static Uni<RowSet<Row>> answer(PgConnection own, String statements) {
        return Uni.createFrom()
                .completionStage(() -> own.query(statements).execute().toCompletionStage());
    }

    private Uni<Void> beat(PgConnection own) {
        long sentAt = System.nanoTime();
        // Here alone: behind a pooler the session is others' too, and what they are told is done must not be lost.
        return answer(
                        own,
                        "SET LOCAL synchronous_commit = off; NOTIFY " + beats + ", '" + sentAt
                                + "'; SELECT mirror_now() AS now")
                .invoke(rows -> clock.told(
                        rows.next()
                                .next()
                                .iterator()
                                .next()
                                .getOffsetDateTime("now")
                                .toInstant(),
                        sentAt))
                .replaceWithVoid();
    }

    private void heard(PgConnection own, PgNotification notification) {
        if (own != connection) {
            return;
        }
        if (notification.getChannel().equals(beats)) {
            provenAt = Long.parseLong(notification.getPayload());
            inVain = 0;
            return;
        }
        try {
            snapshots.published(Told.of(notification.getPayload()));
        } catch (RuntimeException e) {
            Log.warnf("Something else is told on %s, comparing all: %s", CHANNEL, e.getMessage());
            drop(own);
        }
    }

    private synchronized void drop(PgConnection lost) {
        if (connection == lost) {
            connection = null;
            isCompared = false;
            provenAt = System.nanoTime() - TRUST;
            lost.close();
        }
    }

    void stop(@Observes ShutdownEvent told) {
        PgConnection own = connection;
        if (own != null) {
            drop(own);
        }
    }
}
