package io.loyaltymirror.bench.sync;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Creates that come in at random, four a minute, each of which takes two requests upstream: a search and the create. */
final class SparseWrites implements AutoCloseable {

    private static final double A_MINUTE = 4;

    /** More than a caller's own. */
    private static final long PATIENCE_SECONDS = 180;

    /** So that even a short scan meets one. */
    private static final long FIRST_MILLIS = 3_000;

    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(7);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final ApiCaller api;
    private final long chain;
    private final Future<List<Sent>> sent;

    private SparseWrites(ApiCaller api, long chain) {
        this.api = api;
        this.chain = chain;
        sent = thread.submit(this::send);
    }

    static SparseWrites begin(ApiCaller api, long chain) {
        return new SparseWrites(api, chain);
    }

    private List<Sent> send() throws Exception {
        List<Sent> all = new ArrayList<>();
        while (!ended.await(all.isEmpty() ? FIRST_MILLIS : gapMillis(), TimeUnit.MILLISECONDS)) {
            Sent next = new Sent("Written " + all.size(), Instant.now());
            all.add(next);
            ApiCaller.expect(200, api.change(Creates.path(chain), next.title, Creates.titled(next.title)));
        }
        return all;
    }

    private long gapMillis() {
        return Math.round(-Math.log(1 - random.nextDouble()) * 60_000 / A_MINUTE);
    }

    /** Sends no more, and gives those that were sent, all of them answered. */
    List<Sent> end() throws Exception {
        ended.countDown();
        return sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ended.countDown();
        thread.close();
    }

    /** A create, and when its caller asked for it. */
    record Sent(String title, Instant at) {

        /**
         * How long its two requests waited for their turn in the limits, in seconds, with what the service itself takes:
         * from the caller's asking to the search, and from the search's answer to the create.
         */
        List<Double> waits(List<SeenRequest> requests, double latency) {
            String searched = "title=" + URLEncoder.encode(title, StandardCharsets.UTF_8);
            SeenRequest search = requests.stream()
                    .filter(request -> request.isSearch()
                            && List.of((request.query().replace("%20", "+")).split("&"))
                                    .contains(searched))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nobody searched for " + title));
            SeenRequest create = requests.stream()
                    .filter(request -> request.isPost() && request.nanos() > search.nanos())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nobody created " + title));
            return List.of(seconds(at, search.at()), (create.nanos() - search.nanos()) / 1e9 - latency);
        }

        private static double seconds(Instant from, Instant to) {
            return Duration.between(from, to).toNanos() / 1e9;
        }
    }
}
