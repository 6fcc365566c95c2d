package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Follower;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.sandbox.TypeRows;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two replicas publish, and three followers with bad lines read the changes at one or the other. */
@Tag("process")
class FollowersIT extends MutatingReplicas {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROUNDS = 40;
    private static final String CHANGES = "/mirror/v1/chains/706029/changes";

    private final SplittableRandom random = new SplittableRandom(7);
    private Service service;
    private ObjectNode away;

    @BeforeEach
    void another() throws IOException {
        service = Service.start(environment());
        service.awaitStatus(TYPES, 200);
    }

    @AfterEach
    void noOther() {
        service.close();
    }

    /** A copy of the chain, and the line by which it is kept; cut at random, and taken up at whichever replica. */
    private final class Copy {

        private final List<Follower.Event> seen = new ArrayList<>();
        private final Map<String, JsonNode> types = new TreeMap<>();
        private String last = "1.0";
        private Follower line;
        private int cuts;

        void open() {
            Service at = random.nextBoolean() ? service : other;
            line = Follower.start(at.uri(CHANGES + "?after=1.0"), "key", last);
        }

        void cut() {
            line.close();
            cuts++;
            await().atMost(PATIENCE).until(line::hasEnded);
            take();
            open();
        }

        private void take() {
            List<Follower.Event> events = line.events();
            events.forEach(event -> apply(event.data()));
            seen.addAll(events);
            last = seen.isEmpty() ? last : seen.getLast().id();
        }

        private void apply(JsonNode change) {
            String key = change.path("kind").asText() + " " + change.path("id").asLong();
            switch (change.path("op").asText()) {
                case "GONE" -> types.remove(key);
                case "ISSUED" -> {
                    ObjectNode body = types.get(key).deepCopy();
                    change.path("fields").forEach(field -> body.remove(field.asText()));
                    types.put(key, body.setAll((ObjectNode) change.path("body")));
                }
                default -> types.put(key, change.path("body"));
            }
        }
    }

    @Test
    void everyFollowerEndsWithTheMirrorsStateAndSawEachChangeOnce() throws IOException {
        List<Copy> copies = List.of(new Copy(), new Copy(), new Copy());
        copies.forEach(Copy::open);
        for (int round = 0; round < ROUNDS; round++) {
            // From one scan to the next long enough for what is absent to be gone at the second.
            new SqlClock(database).advance(Duration.ofMinutes(2));
            publishAtBoth(
                    round,
                    () -> copies.stream().filter(_ -> random.nextInt(3) == 0).forEach(Copy::cut));
        }
        List<String> published = published();
        for (Copy copy : copies) {
            await().atMost(PATIENCE)
                    .until(() -> copy.seen.size() + copy.line.events().size() >= published.size());
            copy.line.close();
            copy.take();
            assertThat(copy.seen).extracting(Follower.Event::id).isEqualTo(published);
            assertThat(copy.types).isEqualTo(mirrored());
            assertThat(copy.cuts).isGreaterThan(5);
            assertThat(copy.seen)
                    .extracting(Follower.Event::name)
                    .contains("CREATED", "CHANGED", "ISSUED", "GONE", "BACK");
            System.out.printf("Follower: %d changes, cut off %d times%n", copy.seen.size(), copy.cuts);
        }
    }

    /** A scan at one and a write at the other, at once, and what happens meanwhile. */
    private void publishAtBoth(int round, Runnable meanwhile) {
        edit(round);
        boolean isSwapped = random.nextBoolean();
        CompletableFuture<?> write = atOnce(() -> create(isSwapped ? service : other, "Round " + round));
        Service reader = isSwapped ? other : service;
        CompletableFuture<?> scan = atOnce(() -> reader.post("/mirror/v1/chains/706029/sync?kind=certificate_type"));
        meanwhile.run();
        write.join();
        scan.join();
        await().atMost(PATIENCE)
                .until(() -> database.number("SELECT count(*) FROM chain WHERE lease_owner IS NOT NULL") == 0);
    }

    /** Sales, a price; one goes, and comes back some rounds later. */
    private void edit(int round) {
        TypeRows rows = sandbox.chains().get(706029).certificateTypes();
        List<Long> ids = rows.ids();
        for (int sale = 0; sale < 4; sale++) {
            rows.change(ids.get(random.nextInt(ids.size())), row -> row.put("released_total", random.nextInt(10_000)));
        }
        rows.change(ids.get(random.nextInt(ids.size())), row -> row.put("balance", random.nextInt(10_000)));
        if (round % 8 == 0) {
            long id = ids.get(random.nextInt(ids.size()));
            away = rows.find(id).orElseThrow();
            rows.delete(id);
        } else if (round % 8 == 5) {
            rows.put(away.path("id").asLong(), away);
        }
    }

    /** A graceful end waits for what is under way, and a stream is under way for minutes. */
    @Test
    void followerDoesNotHoldUpTheEndOfAReplica() throws Exception {
        Map<String, String> environment = environment();
        environment.put("QUARKUS_SHUTDOWN_TIMEOUT", "35s");
        try (Service ending = Service.start(environment)) {
            ending.awaitStatus(TYPES, 200);
            Follower follower = Follower.start(ending.uri(CHANGES + "?after=1.0"), "key", null);
            await().atMost(PATIENCE).until(() -> follower.events().size() > 10);
            long begun = System.nanoTime();
            ending.terminate();
            assertThat(ending.exitCode()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
            assertThat(follower.hasEnded()).isTrue();
        }
    }

    private List<String> published() {
        return List.of(database.text("SELECT string_agg('1.' || generation || ':' || seq, ',' ORDER BY generation, seq)"
                        + " FROM change WHERE chain_id = 706029")
                .split(","));
    }

    private Map<String, JsonNode> mirrored() throws IOException {
        Map<String, JsonNode> types = new TreeMap<>();
        for (String kind : List.of("certificate_type", "membership_type")) {
            JsonNode rows = MAPPER.readTree(database.text(
                    "SELECT json_agg(body) FROM " + kind + " WHERE chain_id = 706029 AND state <> 'GONE'"));
            rows.forEach(row -> types.put(kind + " " + row.path("id").asLong(), row));
        }
        return types;
    }
}
