package io.loyaltymirror.mirror;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.Bulkhead;

/** Reads that may be long: few at a time, each for a while only and on one snapshot of the database. */
@ApplicationScoped
public class BoundedReads {

    /** Of eight connections: short reads, runs and mutations need theirs. */
    private static final int AT_ONCE = 2;

    /** Who waits behind more than these has given up before his turn. */
    private static final int WAITING = 6;

    /** Who needs longer asks for too much at a time. */
    private static final String BOUNDS =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = '20s'";

    /** By the time-out; or by somebody who has his reasons. */
    private static final String CANCELLED = "57014";

    private final Pool pool;

    BoundedReads(Pool pool) {
        this.pool = pool;
    }

    /**
     * Reads.
     *
     * @return fails with {@link org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException} where too many ask,
     *     and with {@link TooMuchAskedException}
     */
    @Bulkhead(value = AT_ONCE, waitingTaskQueue = WAITING)
    public <T> Uni<T> read(Function<SqlConnection, Uni<T>> work) {
        return bounded(work);
    }

    /** For those who see to it themselves that they are few. */
    <T> Uni<T> bounded(Function<SqlConnection, Uni<T>> work) {
        return pool.withTransaction(tx -> tx.query(BOUNDS).execute().chain(() -> work.apply(tx)))
                .onFailure(BoundedReads::tookTooLong)
                .transform(TooMuchAskedException::new);
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof PgException refused && CANCELLED.equals(refused.getSqlState());
    }
}
