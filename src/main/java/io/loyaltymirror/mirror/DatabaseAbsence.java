package io.loyaltymirror.mirror;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells a database that is away for now from a request that it refused. */
public final class DatabaseAbsence {

    /**
     * SQLSTATE classes: connection, authorization (a password that was just changed), no such database (it is being
     * restored), resources, intervention of an operator, system error.
     */
    private static final Set<String> CLASSES = Set.of("08", "28", "3D", "53", "57", "58");

    /** Of many things it says that they are not in the state for what was asked, and of a database too. */
    private static final String NOT_IN_STATE = "55000";

    /** Where sessions are set up. The message itself and the severity may come in any language. */
    private static final String SESSION_SETUP = "postinit.c";

    /** The server became a standby under its connections. */
    private static final String READ_ONLY = "25006";

    /** The server ended a transaction in which it heard nothing of us. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    private DatabaseAbsence() {}

    /** Whether the failure, or what caused it, is that the database cannot be used now. */
    public static boolean isReason(Throwable failure) {
        return reason(failure).isPresent();
    }

    /** What the log says of it, in one line: of several failures that have the same reason, the first one's words. */
    public static String words(Throwable failure) {
        // Without a message it is a time-out of ours.
        String message =
                Objects.requireNonNullElse(reason(failure).orElse(failure).getMessage(), "no answer in time");
        return message.lines().findFirst().orElse(message);
    }

    private static Optional<Throwable> reason(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(DatabaseAbsence::isAway)
                .findFirst();
    }

    private static boolean isAway(Throwable cause) {
        return switch (cause) {
            case PgException refused -> isAway(refused);
            case StagedRowsLostException _ -> true;
            case IOException _, TimeoutException _, io.smallrye.mutiny.TimeoutException _ -> true;
            // A connection that is lost while a statement is under way.
            case VertxException _ -> true;
            // The same, found lost when the next statement was to go out: the client has no other name for it.
            case NoStackTraceThrowable _ -> true;
            default -> false;
        };
    }

    private static boolean isAway(PgException refused) {
        String state = refused.getSqlState();
        return state == null
                || CLASSES.contains(state.substring(0, 2))
                || state.equals(IDLE_IN_TRANSACTION)
                || state.equals(READ_ONLY)
                || state.equals(NOT_IN_STATE) && SESSION_SETUP.equals(refused.getFile());
    }
}
