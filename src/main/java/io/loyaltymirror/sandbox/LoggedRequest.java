package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;

/**
 * A request to the API as upstream saw it.
 *
 * @param number counts from 1 since the log was cleared
 * @param nanos when it arrived, on the monotonic clock ({@link System#nanoTime()} of the sandbox's process)
 * @param at when it arrived, on the wall clock
 * @param path without the query
 * @param query as sent; null if there was none
 * @param address the remote address, without the port
 * @param status what it was answered; null as long as it is not, and for ever if a fault answers nothing
 * @param fault the title of the fault that befell it; null if none did
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LoggedRequest(
        long number,
        long nanos,
        Instant at,
        String method,
        String path,
        String query,
        String address,
        Integer status,
        String fault) {

    /** Whether the rate limits refused it. */
    @JsonProperty
    public boolean throttled() {
        return status != null && status == 429 && fault == null;
    }

    LoggedRequest answered(int status) {
        return new LoggedRequest(number, nanos, at, method, path, query, address, status, fault);
    }

    LoggedRequest befallen(String fault) {
        return new LoggedRequest(number, nanos, at, method, path, query, address, status, fault);
    }
}
