package io.loyaltymirror.upstream;

import java.time.Duration;

/**
 * What an exchange with upstream meant when it did not give what was asked for. The message is for logs and operators:
 * it holds upstream's words but never a token.
 */
public abstract sealed class UpstreamFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private UpstreamFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the same request may do better a little later. */
    public abstract boolean isTransient();

    /** Upstream understood the request and refused it: asking again gives the same answer. */
    public static final class Rejected extends UpstreamFailure {
        private static final long serialVersionUID = 1L;
        private final Reason reason;

        Rejected(Reason reason, String message) {
            super(message, null);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }

        @Override
        public boolean isTransient() {
            return false;
        }
    }

    /** Why a request was refused. */
    public enum Reason {
        /** Our own credential is not accepted. */
        CREDENTIAL,
        /** The credential is good, but not for this. */
        FORBIDDEN,
        NOT_FOUND,
        INVALID
    }

    /** Upstream refuses the volume of requests; nothing was executed. */
    public static final class Throttled extends UpstreamFailure {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        Throttled(Duration retryAfter, String message) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        /** How long upstream wants to be left alone. */
        public Duration retryAfter() {
            return retryAfter;
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /** The request did not reach upstream. */
    public static final class NotSent extends UpstreamFailure {
        private static final long serialVersionUID = 1L;

        NotSent(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /** The request may have been executed; nobody knows from the answer, or there was none. */
    public static final class Ambiguous extends UpstreamFailure {
        private static final long serialVersionUID = 1L;

        Ambiguous(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }
}
