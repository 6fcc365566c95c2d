package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.Sandbox;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** Changes types upstream and has the service read them, again and again: by its own sync, from the sandbox. */
final class Publisher {

    private static final Pattern ID = Pattern.compile("\"id\": ?(\\d{3,})");
    private static final int CHANGED_AT_A_TIME = 20;
    private static final long BETWEEN_MILLIS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Sandbox sandbox;
    private final ServiceProcess service;
    private final List<Long> ids;
    private int publications;

    Publisher(Sandbox sandbox, ServiceProcess service) throws Exception {
        this.sandbox = sandbox;
        this.service = service;
        ids = ID.matcher(service.awaitServed(Rows.list(Sandbox.CHAIN, "")).text())
                .results()
                .map(found -> Long.parseLong(found.group(1)))
                .toList();
    }

    ServiceProcess service() {
        return service;
    }

    int publications() {
        return publications;
    }

    /** Publishes as long as this work takes. */
    <T> T during(Callable<T> work) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Integer> publishing = thread.submit(() -> publishUntil(over));
            T result;
            try {
                result = work.call();
            } finally {
                over.set(true);
            }
            try {
                publications += publishing.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the publisher failed", e.getCause());
            }
            return result;
        }
    }

    private int publishUntil(AtomicBoolean over) throws InterruptedException {
        int count = 0;
        while (!over.get()) {
            int first = count * CHANGED_AT_A_TIME;
            for (int number = first; number < first + CHANGED_AT_A_TIME; number++) {
                sandbox.rename(ids.get(number % ids.size()), "Renamed " + publications + " " + number);
            }
            Runs.read(service, Sandbox.CHAIN, PATIENCE);
            count++;
            Thread.sleep(BETWEEN_MILLIS);
        }
        return count;
    }
}
