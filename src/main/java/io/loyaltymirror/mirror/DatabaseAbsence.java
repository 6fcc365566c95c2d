package io.loyaltymirror.mirror;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells a database that is away for now from a request that it refused. */
public final class DatabaseAbsence {

    /**
     * SQLSTATE classes: connection, authorization (a password that was just changed), no such database (it is being
     * restored), resources, intervention of an operator, system error.
     */
    private static final Set<String> CLASSES = Set.of("08", "28", "3D", "53", "57", "58");

    private DatabaseAbsence() {}

    /** Whether the failure, or what caused it, is that the database cannot be used now. */
    public static boolean isReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean isAway = switch (cause) {
                case PgException refused ->
                    refused.getSqlState() == null
                            || CLASSES.contains(refused.getSqlState().substring(0, 2));
                case IOException _, TimeoutException _ -> true;
                // A connection that is lost while a statement is under way.
                case VertxException _ -> true;
                default -> false;
            };
            if (isAway) {
                return true;
            }
        }
        return false;
    }
}
