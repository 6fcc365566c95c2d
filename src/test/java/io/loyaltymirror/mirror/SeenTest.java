package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeenTest {

    private static final int PAGES = 6;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Infrastructure.resetDroppedExceptionHandler();
        vertx.close();
    }

    /** Nobody listens there. */
    private Pool away() {
        PgConnectOptions nowhere = new PgConnectOptions()
                .setHost("localhost")
                .setPort(1)
                .setUser("nobody")
                .setDatabase("none");
        return Pool.newInstance(
                PgBuilder.pool().connectingTo(nowhere).using(vertx).build());
    }

    @Test
    void pagesThatWaitForOneReadingFailOnce() {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Infrastructure.setDroppedExceptionHandler(dropped::add);
        Seen seen = new Seen(away(), new ChainId(1), Kind.CERTIFICATE_TYPE, 1);

        assertThatThrownBy(() -> Multi.createFrom()
                        .range(0, PAGES)
                        .onItem()
                        .transformToUni(page -> seen.add(List.of(), Instant.EPOCH))
                        .merge(PAGES)
                        .collect()
                        .asList()
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .hasRootCauseInstanceOf(ConnectException.class);
        assertThat(dropped).isEmpty();
    }
}
