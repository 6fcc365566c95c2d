package io.loyaltymirror.sandbox;

import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The requests to the API since the last clearing, refused ones too, oldest first; the last 100,000. Thread-safe. */
public final class RequestLog {
    private static final int KEPT = 100_000;
    private static final Consumer<LoggedRequest> NOBODY = any -> {};

    private final Clock clock;
    private final Map<Long, LoggedRequest> requests = new LinkedHashMap<>();
    private long arrived;
    private Consumer<LoggedRequest> listener = NOBODY;

    RequestLog(Clock clock) {
        this.clock = clock;
    }

    /** How many requests arrived, those no longer kept included. */
    public synchronized long count() {
        return arrived;
    }

    public synchronized List<LoggedRequest> all() {
        return List.copyOf(requests.values());
    }

    /** Forgets all, who is told of answers too; a request that is still unanswered then never appears. */
    public synchronized void clear() {
        requests.clear();
        arrived = 0;
        listener = NOBODY;
    }

    /**
     * Until the next clearing, tells of each request that is in the log when its answer is made and about to leave: what is done to
     * the data meanwhile is in the answers to all requests that arrive later.
     */
    public synchronized void beforeAnswers(Consumer<LoggedRequest> listener) {
        this.listener = listener;
    }

    synchronized LoggedRequest arrived(HttpServerRequest request, long nanos) {
        var address = request.remoteAddress().hostAddress();
        var method = request.method().name();
        var entry = new LoggedRequest(
                ++arrived, nanos, clock.instant(), method, request.path(), request.query(), address, null, null);
        requests.put(entry.number(), entry);
        if (requests.size() > KEPT) {
            requests.remove(requests.keySet().iterator().next());
        }
        return entry;
    }

    /** Returns the entry as it is then. */
    synchronized LoggedRequest befallen(LoggedRequest request, String fault) {
        return replace(request, request.befallen(fault));
    }

    void answered(LoggedRequest request, int status) {
        var entry = request.answered(status);
        entered(request, entry).accept(entry);
    }

    private synchronized Consumer<LoggedRequest> entered(LoggedRequest old, LoggedRequest entry) {
        replace(old, entry);
        return requests.get(entry.number()) == entry ? listener : NOBODY;
    }

    // By identity: after a clearing the number belongs to another request.
    private LoggedRequest replace(LoggedRequest old, LoggedRequest entry) {
        requests.computeIfPresent(old.number(), (number, kept) -> kept == old ? entry : kept);
        return entry;
    }
}
