package io.loyaltymirror.upstream;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Why there is no answer. */
enum IoEvent {
    /** No address, refused, no connection in time, no TLS: the request had no way to leave. */
    NOT_CONNECTED("upstream cannot be reached", Meaning.NOT_SENT),
    /** Its permit was too old each time that it had a connection. */
    NO_PERMIT("no permit was fresh enough", Meaning.NOT_SENT),
    /** Nobody waits for it any more. */
    TOO_LATE("it could not leave in time", Meaning.NOT_SENT),
    /** There is too much to write at once. */
    TOO_MANY("too many writes are under way", Meaning.NOT_SENT),
    /** The database that keeps the budget gave no permit. */
    NO_BUDGET("the rate budget cannot be asked", Meaning.NOT_SENT),
    /** Upstream failed too often and is left alone for a while. */
    BREAKER_OPEN("upstream failed too often and is left alone for a while", Meaning.NOT_SENT),
    /** Sent, and no complete answer within the attempt's time. */
    TIMED_OUT("no complete answer in time", Meaning.AMBIGUOUS),
    /** Sent, and the connection was reset, closed or cut. */
    BROKEN("the connection broke", Meaning.AMBIGUOUS);

    private final String words;
    private final Meaning meaning;

    IoEvent(String words, Meaning meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    String words() {
        return words;
    }

    Meaning meaning() {
        return meaning;
    }

    /** Only what proves that nothing was sent is taken for that; all else is {@link #BROKEN}. */
    static IoEvent of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            IoEvent event = known(cause);
            if (event != null) {
                return event;
            }
        }
        return BROKEN;
    }

    private static IoEvent known(Throwable cause) {
        return switch (cause) {
            case StalePermitException _ -> NO_PERMIT;
            case TooLateException _ -> TOO_LATE;
            case BulkheadException _ -> TOO_MANY;
            case NoBudgetException _ -> NO_BUDGET;
            case CircuitBreakerOpenException _ -> BREAKER_OPEN;
            case ConnectException _, UnknownHostException _, NoRouteToHostException _, SSLHandshakeException _ ->
                NOT_CONNECTED;
            case TimeoutException _ -> TIMED_OUT;
            default -> null;
        };
    }

    UpstreamFailure failure(Throwable cause) {
        return meaning == Meaning.NOT_SENT
                ? new UpstreamFailure.NotSent(words, cause, this == NOT_CONNECTED)
                : new UpstreamFailure.Ambiguous(words, cause);
    }

    /** What the failure of an attempt means; ours are what they are. */
    static UpstreamFailure asUpstreamFailure(Throwable failure) {
        return failure instanceof UpstreamFailure ours ? ours : of(failure).failure(failure);
    }
}
