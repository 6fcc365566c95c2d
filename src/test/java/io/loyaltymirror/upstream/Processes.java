package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.TcpProxy;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Processes with a budget each, on one database behind a network that can fail. */
final class Processes implements AutoCloseable {

    static final Duration FRESH = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedDatabase database = VirtualBudget.migrated();
    private final TcpProxy network;
    private final Pool pool;

    Processes() {
        network = TcpProxy.before(database.port());
        PgConnectOptions options = new PgConnectOptions()
                .setHost("localhost")
                .setPort(network.port())
                .setDatabase(database.name())
                .setUser("postgres")
                .setCachePreparedStatements(true);
        pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    record Limits(int perSecond, int perMinute, int reserve, String egress) implements UpstreamConfig.Rate {}

    Vertx vertx() {
        return vertx;
    }

    EmbeddedDatabase database() {
        return database;
    }

    /** Leads to the database. */
    TcpProxy network() {
        return network;
    }

    /** That of one process. */
    RateBudget budget(Limits limits) {
        return new RateBudget(vertx, new BudgetRow(pool, limits));
    }

    /** Asks for so many permits at once and uses each when it comes; gives the times of use, as they are made. */
    List<Long> begin(RateBudget budget, Traffic traffic, int permits, CountDownLatch done) {
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        vertx.getOrCreateContext().runOnContext(_ -> {
            for (int i = 0; i < permits; i++) {
                next(budget, traffic, times, done);
            }
        });
        return times;
    }

    private static void next(RateBudget budget, Traffic traffic, List<Long> times, CountDownLatch done) {
        budget.permit(traffic, "asker", FRESH)
                .subscribe()
                .with(_ -> go(budget, traffic, times, done), _ -> System.out.println("no budget any more"));
    }

    private static void go(RateBudget budget, Traffic traffic, List<Long> times, CountDownLatch done) {
        Permit permit = budget.use();
        if (permit == null) {
            next(budget, traffic, times, done);
            return;
        }
        times.add(System.nanoTime());
        budget.left(permit);
        done.countDown();
    }

    List<Long> use(RateBudget budget, Traffic traffic, int permits) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(permits);
        List<Long> times = begin(budget, traffic, permits, done);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        return times;
    }

    @Override
    public void close() {
        network.close();
        vertx.close();
    }
}
