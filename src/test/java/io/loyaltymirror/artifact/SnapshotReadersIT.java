package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.TcpProxy;
import io.loyaltymirror.sandbox.TypeRows;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two replicas publish one chain without a pause, and at each there are those who read it by one connection. */
@Tag("process")
class SnapshotReadersIT extends MutatingReplicas {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROUNDS = 30;
    private static final String LIST = TYPES + "?page_size=100";

    private static final String CHANGES = """
            SELECT generation, id, op, body::text, array_to_string(fields, ',') FROM change
             WHERE chain_id = 706029 AND kind = 'certificate_type' ORDER BY generation, seq""";

    private final TcpProxy network = TcpProxy.before(database.port());
    private final SplittableRandom random = new SplittableRandom(11);
    private final List<Reader> readers = new ArrayList<>();
    private Service service;

    SnapshotReadersIT() {
        network.watch("LISTEN mirror_published");
    }

    @Override
    Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        environment.put("MIRROR_DATABASE_URL", "postgresql://localhost:" + network.port() + "/" + database.name());
        return environment;
    }

    @BeforeEach
    void another() throws IOException {
        service = Service.start(environment());
        service.awaitStatus(LIST, 200);
        for (Service each : List.of(service, other, service, other)) {
            each.awaitLog("Publications are heard");
            readers.add(new Reader(each.uri(LIST)));
        }
    }

    @AfterEach
    void noOther() {
        readers.forEach(Reader::close);
        service.close();
        network.close();
    }

    @Test
    void everyReadIsOneWholeGenerationAndNoneGoesBack() throws Exception {
        publish(ROUNDS);
        awaitNewest(Duration.ofSeconds(10));
        assertEachIsWhole();
    }

    @Test
    void soItIsWhenPublicationsAreNotHeardAnyMore() throws Exception {
        publish(ROUNDS / 4);
        awaitNewest(Duration.ofSeconds(10));
        network.forgetWatched();
        publish(1);
        long begun = System.nanoTime();
        awaitNewest(Duration.ofSeconds(10));
        System.out.printf("Half-open: the newest was shown after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        publish(ROUNDS / 2);
        awaitNewest(Duration.ofSeconds(10));
        assertEachIsWhole();
        for (Service each : List.of(service, other)) {
            // Said at the next beat; readers are told the newest before it.
            each.awaitLog("Publications are not heard for certain any more");
        }
    }

    /** A scan at one and a write at the other, at once. */
    private void publish(int rounds) {
        for (int round = 0; round < rounds; round++) {
            edit();
            boolean isSwapped = random.nextBoolean();
            String title = "Round " + random.nextInt(Integer.MAX_VALUE);
            CompletableFuture<?> write = atOnce(() -> create(isSwapped ? service : other, title));
            Service scanner = isSwapped ? other : service;
            CompletableFuture<?> scan =
                    atOnce(() -> scanner.post("/mirror/v1/chains/706029/sync?kind=certificate_type"));
            write.join();
            scan.join();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> database.number("SELECT count(*) FROM chain WHERE lease_owner IS NOT NULL") == 0);
        }
    }

    private void edit() {
        TypeRows rows = sandbox.chains().get(706029).certificateTypes();
        List<Long> ids = rows.ids();
        for (int i = 0; i < 5; i++) {
            long id = ids.get(random.nextInt(ids.size()));
            rows.change(id, row -> row.put("balance", random.nextInt(10_000)).put("weight", random.nextInt(5)));
        }
    }

    private void awaitNewest(Duration atMost) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(5)).until(() -> {
            long newest = database.number("SELECT generation FROM chain WHERE id = 706029");
            return readers.stream().allMatch(reader -> reader.newest() == newest);
        });
    }

    private void assertEachIsWhole() throws Exception {
        readers.forEach(Reader::close);
        readers.forEach(Reader::assertContent);
        Map<Long, List<JsonNode>> states = states();
        for (Reader reader : readers) {
            Map<Long, JsonNode> seen = reader.seen();
            seen.forEach((generation, list) -> {
                List<JsonNode> state = states.get(generation);
                assertThat(list.path("meta").path("total_count").asInt())
                        .as("total of %d", generation)
                        .isEqualTo(state.size());
                assertThat(list.path("data"))
                        .as("generation %d", generation)
                        .containsExactlyElementsOf(state.subList(0, Math.min(100, state.size())));
            });
            System.out.printf("Reader: %d reads, %d of %d generations%n", reader.reads(), seen.size(), states.size());
            assertThat(seen).hasSizeGreaterThan(5);
        }
    }

    /** The list of each generation, by what the changes tell. */
    private Map<Long, List<JsonNode>> states() throws SQLException, IOException {
        Map<Long, List<JsonNode>> states = new TreeMap<>();
        Map<Long, JsonNode> types = new TreeMap<>();
        long last = database.number("SELECT generation FROM chain WHERE id = 706029");
        try (var connection = database.connect();
                var rows = connection.createStatement().executeQuery(CHANGES)) {
            long at = 0;
            while (rows.next()) {
                for (; at < rows.getLong(1); at++) {
                    states.put(at, list(types));
                }
                apply(types, rows.getLong(2), rows.getString(3), rows.getString(4), rows.getString(5));
            }
            for (; at <= last; at++) {
                states.put(at, list(types));
            }
        }
        return states;
    }

    private static void apply(Map<Long, JsonNode> types, long id, String op, String body, String fields)
            throws IOException {
        switch (op) {
            case "GONE" -> types.remove(id);
            case "ISSUED" -> {
                ObjectNode type = types.get(id).deepCopy();
                type.remove(List.of(fields.split(",")));
                types.put(id, type.setAll((ObjectNode) MAPPER.readTree(body)));
            }
            default -> types.put(id, MAPPER.readTree(body));
        }
    }

    private static List<JsonNode> list(Map<Long, JsonNode> types) {
        return types.values().stream()
                .sorted(Comparator.<JsonNode>comparingLong(
                                type -> type.path("weight").isNumber()
                                        ? type.path("weight").asLong()
                                        : Long.MAX_VALUE)
                        .thenComparingLong(type -> type.path("id").asLong()))
                .toList();
    }
}
