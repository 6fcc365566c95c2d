package io.loyaltymirror.mirror;

import static io.loyaltymirror.Setting.requireWithin;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The pool, with a bound to silence on both ends of a connection. Without one a connection on which nothing arrives any
 * more holds its statement for ever, hence a publication, hence its chain, of which the lease goes on being renewed; and
 * the server keeps the chain's row locked.
 */
@Singleton
class DatabasePool implements PgPoolCreator {

    /** A server that is there answers at once; each try that hangs keeps all that wait behind it. */
    private static final int CONNECTS = 5_000;

    private final int silence;
    private volatile Input input;

    DatabasePool(DatabaseConfig config) {
        requireWithin("mirror.database.silence", config.silence(), "1s", "1h");
        silence = (int) config.silence().toMillis();
    }

    @Override
    public Pool create(Input input) {
        this.input = input;
        input.pgConnectOptionsList().forEach(this::bound);
        return PgBuilder.pool()
                // A waiter's own time-out would go off after a refusal too, as an uncaught exception (vertx-sql-client
                // issue 1706). Who waits is waiting for a statement of somebody else, and that one is bounded.
                .with(input.poolOptions().setConnectionTimeout(0))
                .connectingTo(input.pgConnectOptionsList().getFirst())
                .using(input.vertx())
                .withConnectHandler(this::boundServer)
                .build();
    }

    private void bound(PgConnectOptions options) {
        options.setConnectTimeout(Math.min(silence, CONNECTS));
        options.setReadIdleTimeout(silence);
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** By a statement and not with the connection's start: poolers refuse what they do not know there. */
    private void boundServer(SqlConnection connection) {
        connection
                .query("SET idle_in_transaction_session_timeout = " + silence)
                .execute()
                .onComplete(_ -> connection.close());
    }

    /**
     * A connection of its own, outside the pool, which whoever asks for it closes.
     *
     * @param name what the server shows of it
     */
    Uni<PgConnection> connect(String name) {
        PgConnectOptions options =
                new PgConnectOptions(input.pgConnectOptionsList().getFirst()).addProperty("application_name", name);
        return Uni.createFrom().emitter(emitter -> {
            AtomicBoolean isOver = new AtomicBoolean();
            emitter.onTermination(() -> isOver.set(true));
            PgConnection.connect(input.vertx(), options).onComplete(connected -> {
                if (connected.failed()) {
                    emitter.fail(connected.cause());
                } else if (isOver.get()) {
                    connected.result().close();
                } else {
                    emitter.complete(connected.result());
                }
            });
        });
    }
}
