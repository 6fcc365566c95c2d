package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Configured;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.TcpProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When publications count as heard: a beat at a time, on a network that can forget the connection. */
class PublishedListenerTest extends SteppedSnapshots {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private final TcpProxy network = TcpProxy.before(database.port());
    private final DatabaseClock databaseClock = new DatabaseClock();
    private final AtomicBoolean isBeating = new AtomicBoolean();
    private PublishedListener listener;

    private static final class Ready extends Schema {

        Ready() {
            super(null, null);
        }

        @Override
        public boolean isReady() {
            return true;
        }
    }

    private final class Connections extends DatabasePool {

        Connections() {
            super(Configured.as(DatabaseConfig.class, Map.of("mirror.database.url", database.url())));
        }

        @Override
        Uni<PgConnection> connect(String name) {
            PgConnectOptions options =
                    PgConnectOptions.fromUri(database.url()).setUser("postgres").setPort(network.port());
            return Uni.createFrom()
                    .completionStage(() -> PgConnection.connect(vertx, options).toCompletionStage());
        }
    }

    @BeforeEach
    void listener() {
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), "postgres", null)
                .load()
                .migrate();
        listener = new PublishedListener(
                new Ready(), new Connections(), snapshots, databaseClock, new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        network.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** As the scheduler does it: not while one is under way. */
    private void beat() {
        if (isBeating.compareAndSet(false, true)) {
            listener.beat()
                    .onTermination()
                    .invoke(() -> isBeating.set(false))
                    .subscribe()
                    .with(_ -> {});
        }
    }

    /** Beats up to the look at all that is held. */
    private void beginToListen() {
        await().atMost(SOON).until(() -> {
            beat();
            return !looks.isEmpty();
        });
    }

    private void listen() {
        await().atMost(SOON).until(() -> {
            beat();
            if (!looks.isEmpty()) {
                looks.remove().complete(Map.of());
            }
            return listener.isHearing();
        });
    }

    @Test
    void heardOnceAllIsComparedAndABeatCameBack() {
        beginToListen();
        assertThat(listener.isHearing()).isFalse();
        listen();
        assertThat(databaseClock.since(Instant.now()))
                .as("it tells the time too")
                .isLessThan(SOON);
    }

    @Test
    void notHeardWhereThatLookFailsAndTheNextBeatBeginsAnew() {
        beginToListen();
        looks.remove().fail(new IOException("away"));
        assertThat(listener.isHearing()).isFalse();
        beginToListen();
        assertThat(listener.isHearing()).isFalse();
        listen();
    }

    /** The connection is open and nobody is told; whether its beats come back tells. */
    @Test
    void connectionThatIsForgottenIsTrustedNoMoreAndReplaced() {
        listen();
        network.forget();
        await().atMost(SOON).until(() -> !listener.isHearing());
        listen();
    }
}
