package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.SocketDamage;
import io.loyaltymirror.upstream.Upstream;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Creates while upstream fails: one answer in five is a 5xx, half of them after the create was done; one in ten does not
 * come, half of them likewise; and nobody reaches it for a while. Callers try again with their keys until they are
 * told that it is done.
 */
abstract class CreatesUnderFaults {

    private static final long SEED = Long.getLong("test.seed", 20261126);
    private static final int CALLERS = 8;
    private static final int ROUND = 250;

    /** Of a create that leaves: it is not done and nobody says so. It is then absent, and tried again. */
    private static final double IN_VAIN = 0.10 + 0.05;

    /** How many are asked for. */
    abstract int creates();

    @Inject
    Reconciler reconciler;

    @Inject
    Upstream upstream;

    Mirror mirror;
    private Till till;
    private final Map<String, Integer> told = new HashMap<>();

    @BeforeEach
    void open() {
        till = new Till(mirror, reconciler, 806);
        till.open(0, 0);
    }

    @AfterEach
    void close() {
        till.close();
        await().until(upstream::admitsWrites);
    }

    @Test
    void nothingIsLostAndNothingTwice() throws Exception {
        Deque<String> open = keys();
        Map<String, Long> done = new HashMap<>();
        for (int round = 0; !open.isEmpty(); round++) {
            assertThat(round).as("it comes to an end").isLessThan(20 + creates() / 100);
            List<String> keys = new ArrayList<>();
            while (keys.size() < ROUND && !open.isEmpty()) {
                keys.add(open.removeFirst());
            }
            weather(round);
            createDuringOutage(keys, round == 1).forEach((key, type) -> {
                if (type == null) {
                    open.addFirst(key);
                } else {
                    done.put(key, type);
                }
            });
            mirror.sandbox().faults().clear();
            findOut();
        }
        assertNothingIsLostAndNothingTwice(done);
        report();
    }

    /** How long nobody reaches upstream, once. */
    abstract Duration outage();

    private Deque<String> keys() {
        Deque<String> keys = new ArrayDeque<>();
        for (int i = 0; i < creates(); i++) {
            keys.add("create-" + i);
        }
        return keys;
    }

    private Map<String, Long> createDuringOutage(List<String> keys, boolean isOutage) throws Exception {
        if (!isOutage) {
            return create(keys);
        }
        long end = System.nanoTime() + outage().toNanos();
        mirror.network().refuse();
        try {
            Map<String, Long> made = create(keys);
            while (System.nanoTime() < end) {
                Thread.sleep(500);
                made = create(keys);
            }
            return made;
        } finally {
            mirror.network().accept();
        }
    }

    private void weather(int round) {
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            faults.add(Fault.of(CannedAnswer.of(500 + 3 * i)).beforeEffect());
            faults.add(Fault.of(CannedAnswer.of(502 + 2 * i)).afterEffect());
        }
        faults.add(
                Fault.of(SocketDamage.BLACK_HOLE).lasting(Duration.ofSeconds(1)).beforeEffect());
        faults.add(
                Fault.of(SocketDamage.BLACK_HOLE).lasting(Duration.ofSeconds(1)).afterEffect());
        List<Fault> ofCreates =
                faults.stream().map(fault -> fault.on("POST", "/806/")).toList();
        mirror.sandbox().faults().random(new FaultDraw(30, SEED + round, ofCreates));
    }

    /** Each fifth has the title of the one before: they are told apart by what upstream gives back beside it. */
    private ObjectNode request(String key) {
        int number = Integer.parseInt(key.substring(key.indexOf('-') + 1));
        ObjectNode request = Till.request("Gift " + (number % 5 == 4 ? number - 1 : number));
        ((ObjectNode) request.get("online_sale")).put("is_enabled", true).put("description", key);
        return request;
    }

    /** @return the types that were made, by key; null where a caller was not told of any */
    private Map<String, Long> create(List<String> keys) throws InterruptedException, ExecutionException {
        Map<String, Long> types = new HashMap<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            Map<String, Future<Response>> answers = new HashMap<>();
            keys.forEach(key -> answers.put(key, callers.submit(() -> till.create(key, request(key)))));
            // Impatient ones ask twice.
            keys.stream().limit(keys.size() / 20).forEach(key -> callers.submit(() -> till.create(key, request(key))));
            for (Map.Entry<String, Future<Response>> answer : answers.entrySet()) {
                Response response = answer.getValue().get();
                told.merge("told " + response.statusCode(), 1, Integer::sum);
                types.put(
                        answer.getKey(),
                        response.statusCode() == 200 ? response.jsonPath().getLong("data.id") : null);
            }
        }
        return types;
    }

    /** Nobody is under way; the settle window passes, and a scan shows what is there. */
    private void findOut() {
        await().until(upstream::admitsWrites);
        till.later(Duration.ofSeconds(3));
        till.later(Duration.ofSeconds(60));
        till.later(Duration.ofMinutes(6));
        mirror.sync(806, "certificate_type");
        for (int look = 0; unknown() > 0; look++) {
            assertThat(look).as("all is found out").isLessThan(100);
            till.later(Duration.ofMinutes(6));
        }
    }

    private long unknown() {
        return number("SELECT count(*) FROM mutation WHERE chain_id = 806 AND state = 'UNKNOWN'");
    }

    private long number(String sql) {
        return mirror.database().number(sql);
    }

    private void assertNothingIsLostAndNothingTwice(Map<String, Long> done) {
        Map<String, List<Long>> upstreams = new HashMap<>();
        for (long id : till.rows().ids()) {
            String key = till.rows()
                    .find(id)
                    .orElseThrow()
                    .path("online_sale_description")
                    .asText();
            upstreams.computeIfAbsent(key, _ -> new ArrayList<>()).add(id);
        }
        assertThat(upstreams.values()).as("none twice").allMatch(types -> types.size() == 1);
        assertThat(upstreams).as("none lost, each bound to its own").hasSize(creates());
        done.forEach((key, type) -> assertThat(upstreams.get(key)).containsExactly(type));
        mirror.sync(806, "certificate_type");
        assertThat(number("SELECT count(*) FROM certificate_type WHERE chain_id = 806 AND state = 'LIVE'"))
                .isEqualTo(creates());
        assertThat(number("SELECT count(*) FROM mutation WHERE chain_id = 806 AND state IN ('SUCCEEDED', 'ADOPTED')"))
                .isEqualTo(creates());
    }

    private void report() {
        long sent = till.sent("POST");
        double theory = creates() / (1 - IN_VAIN);
        System.out.printf(
                "Creates under faults: %d asked for, %d made; POSTs %d, in theory %.0f (%+.1f %%);"
                        + " adopted %d; callers were %s%n",
                creates(),
                till.rows().ids().size(),
                sent,
                theory,
                100 * (sent / theory - 1),
                number("SELECT count(*) FROM mutation WHERE chain_id = 806 AND state = 'ADOPTED'"),
                told);
        if (creates() >= 10_000) {
            assertThat(sent / theory).isBetween(0.95, 1.05);
        }
    }
}
