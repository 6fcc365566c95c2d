package io.loyaltymirror.bench.sync;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Callers who create certificate types, each with a key, and ask again with the same one until they are told that it is
 * done, as the service wants it: on 503 (nothing was done), 202 (nobody knows yet) and 409 (it is under way).
 */
final class MutationLoad implements AutoCloseable {

    /** As a service has at least that lets 5 requests a second through, of two each. */
    private static final long BETWEEN_CHANGES_MILLIS = 100;

    /** Where the service does not say when to come again. */
    private static final String LATER_SECONDS = "5";

    private static final int AT_A_TIME = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Set<Integer> ASK_AGAIN = Set.of(202, 409, 503);

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Semaphore calls = new Semaphore(0);
    private final List<Future<Void>> changes = new CopyOnWriteArrayList<>();
    private final Map<Integer, Integer> answers = new ConcurrentSkipListMap<>();
    private final ApiCaller api;
    private final long chain;
    private volatile boolean coming;

    MutationLoad(ApiCaller api, long chain) {
        this.api = api;
        this.chain = chain;
        clock.scheduleAtFixedRate(this::begin, 0, BETWEEN_CHANGES_MILLIS, TimeUnit.MILLISECONDS);
    }

    static String title(int number) {
        return "Change %05d".formatted(number);
    }

    private void begin() {
        if (coming) {
            int number = changes.size();
            changes.add(callers.submit(() -> change(title(number))));
        }
    }

    private Void change(String title) throws Exception {
        HttpResponse<String> answer = answer(title);
        while (ASK_AGAIN.contains(answer.statusCode())) {
            String seconds = answer.headers().firstValue("Retry-After").orElse(LATER_SECONDS);
            Thread.sleep(Duration.ofSeconds(Long.parseLong(seconds)));
            answer = answer(title);
        }
        ApiCaller.expect(200, answer);
        return null;
    }

    private HttpResponse<String> answer(String title) throws Exception {
        calls.acquire();
        try {
            HttpResponse<String> answer = api.change(Creates.path(chain), title, Creates.titled(title));
            answers.merge(answer.statusCode(), 1, Integer::sum);
            return answer;
        } finally {
            calls.release();
        }
    }

    /** Changes come in, and whoever waits asks again. */
    void resume() {
        calls.release(AT_A_TIME);
        coming = true;
    }

    /** Nobody asks for anything; what is under way comes to its end first. */
    void pause() throws InterruptedException {
        coming = false;
        if (!calls.tryAcquire(AT_A_TIME, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("changes are not answered within " + PATIENCE);
        }
    }

    /** No more changes, and all that were asked for come to their end. */
    Ended end() throws Exception {
        clock.shutdownNow();
        calls.release(AT_A_TIME);
        for (Future<Void> change : changes) {
            change.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return new Ended(changes.size(), Map.copyOf(answers));
    }

    /**
     * What callers saw.
     *
     * @param changes that were asked for, all of them done in the end
     * @param answers how many of each status
     */
    record Ended(int changes, Map<Integer, Integer> answers) {

        List<String> titles() {
            List<String> titles = new ArrayList<>();
            for (int number = 0; number < changes; number++) {
                titles.add(title(number));
            }
            return titles;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        callers.shutdownNow();
    }
}
