package io.loyaltymirror.mirror;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * A transaction that outlives a failed statement: it can go back to a savepoint. The client's own transaction cannot, it
 * rolls back as a whole with the first failure.
 */
public final class SqlTransaction {

    private SqlTransaction() {}

    /** Does the work and commits; rolls back where either fails, and fails likewise. */
    public static <T> Uni<T> in(Pool pool, Function<SqlConnection, Uni<T>> work) {
        return pool.withConnection(connection -> execute(connection, "BEGIN")
                .chain(() -> work.apply(connection))
                .call(() -> execute(connection, "COMMIT"))
                .onFailure()
                .call(() -> rollBack(connection)));
    }

    /** Where that fails too the connection is lost, and PostgreSQL rolls back by itself. */
    private static Uni<Void> rollBack(SqlConnection connection) {
        return execute(connection, "ROLLBACK").onFailure().recoverWithNull();
    }

    private static Uni<Void> execute(SqlConnection connection, String command) {
        return connection.query(command).execute().replaceWithVoid();
    }
}
