package io.loyaltymirror.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that is not served, with everything its caller is told; each plane gives it its own form. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, List<String>> errors;
    private final Duration retryAfter;

    private Refusal(int status, String message, Map<String, List<String>> errors, Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.errors = errors;
        this.retryAfter = retryAfter;
    }

    /** The request itself is wrong: what is wrong with which of its parameters. */
    public static Refusal badRequest(Map<String, List<String>> errors) {
        return new Refusal(400, "The request is not valid: " + String.join(", ", errors.keySet()), errors, null);
    }

    public static Refusal notFound(String message) {
        return of(404, message);
    }

    public static Refusal conflict(String message, Duration retryAfter) {
        return new Refusal(409, message, Map.of(), retryAfter);
    }

    /** The same request will be served later. */
    public static Refusal notYet(String message, Duration retryAfter) {
        return new Refusal(503, message, Map.of(), retryAfter);
    }

    public static Refusal of(int status, String message) {
        return new Refusal(status, message, Map.of(), null);
    }

    public int status() {
        return status;
    }

    /** Messages by parameter; empty where no parameter is to blame. */
    public Map<String, List<String>> errors() {
        return errors;
    }

    /** When it is worth to ask again. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
