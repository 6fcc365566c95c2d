package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.artifact.Service.Answer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Reads from both planes all the time, and minds every answer that is neither the data nor a clear "not now". */
final class Visitor implements AutoCloseable {

    static final String TYPES = "/api/v1/chain/706028/loyalty/certificate_types?page_size=3";
    static final String CHAINS = "/mirror/v1/chains";

    private final Service service;
    private final String types;
    private final ScheduledExecutorService walk = Executors.newSingleThreadScheduledExecutor();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();

    Visitor(Service service) {
        this(service, TYPES);
    }

    /** @param types a list of a data plane's types */
    Visitor(Service service, String types) {
        this.service = service;
        this.types = types;
        walk.scheduleWithFixedDelay(this::read, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void read() {
        read(types, "application/json", "{\"success\":false,\"data\":null,\"meta\":{\"message\":");
        read(CHAINS, "application/problem+json", "\"status\":503");
    }

    private void read(String path, String refusalType, String refusalText) {
        long begin = System.nanoTime();
        Answer answer = service.get(path);
        slowest.accumulateAndGet((System.nanoTime() - begin) / 1_000_000, Math::max);
        if (answer.status() == 503) {
            refusals.incrementAndGet();
        }
        if (answer.status() != 200 && !isNotNow(answer, refusalType, refusalText)) {
            complaints.add(answer + " of " + path);
        }
    }

    private static boolean isNotNow(Answer answer, String type, String text) {
        return answer.status() == 503
                && answer.headers().firstValue("Retry-After").isPresent()
                && answer.headers().firstValue("Content-Type").orElse("").startsWith(type)
                && answer.body().contains(text);
    }

    /** How many answers were "not now". */
    long refusals() {
        return refusals.get();
    }

    /** The longest that an answer took since the last time that this was asked. */
    Duration slowest() {
        return Duration.ofMillis(slowest.getAndSet(0));
    }

    void assertContent() {
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() {
        walk.shutdownNow();
    }
}
