package io.loyaltymirror.upstream;

import java.time.Duration;
import java.util.Optional;

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

    /** Whether the request did not leave because our own database gave it no permit. */
    public boolean lacksBudget() {
        return getCause() instanceof NoBudgetException;
    }

    /** Whether it is a sign that upstream should be left alone. */
    boolean isTroubleUpstream() {
        return false;
    }

    /** Upstream understood the request and refused it: asking again gives the same answer. */
    public static final class Rejected extends UpstreamFailure {
        private static final long serialVersionUID = 1L;
        private final Reason reason;
        private final int status;
        private final String meta;

        Rejected(Reason reason, String message) {
            this(reason, message, 0, null);
        }

        /**
         * @param status the answer's; 0 where nothing was asked
         * @param meta that of the answer's envelope, as JSON; null where there is none
         */
        Rejected(Reason reason, String message, int status, String meta) {
            super(message, null);
            this.reason = reason;
            this.status = status;
            this.meta = meta;
        }

        /** The HTTP status that upstream refused with; 0 where nothing was asked. */
        public int status() {
            return status;
        }

        /** Upstream's own {@code meta}, a JSON object without any secret of ours; empty where there is none. */
        public Optional<String> meta() {
            return Optional.ofNullable(meta);
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

        private final boolean trouble;

        NotSent(String message, Throwable cause) {
            this(message, cause, true);
        }

        /** @param trouble whether it is upstream that could not be reached, rather than we who did not ask */
        NotSent(String message, Throwable cause, boolean trouble) {
            super(message, cause);
            this.trouble = trouble;
        }

        @Override
        boolean isTroubleUpstream() {
            return trouble;
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }

    /** The request may have been executed; nobody knows from the answer, or there was none. */
    public static final class Ambiguous extends UpstreamFailure {
        private static final long serialVersionUID = 1L;

        private final boolean trouble;

        Ambiguous(String message, Throwable cause) {
            this(message, cause, true);
        }

        /** @param trouble whether upstream does not do its work, rather than somebody refusing ours */
        Ambiguous(String message, Throwable cause, boolean trouble) {
            super(message, cause);
            this.trouble = trouble;
        }

        @Override
        boolean isTroubleUpstream() {
            return trouble;
        }

        @Override
        public boolean isTransient() {
            return true;
        }
    }
}
