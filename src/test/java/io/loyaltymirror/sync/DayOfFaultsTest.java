package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.PatientRecovery;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.TypeRows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A day of scanning every five minutes, while a tenth of upstream's answers go wrong in every way an answer or a socket
 * can, and people edit the types.
 */
@Tag("process")
@QuarkusTest
@TestProfile(PatientRecovery.class)
class DayOfFaultsTest {

    private static final int ROUNDS = 24 * 12;
    private static final long SEED = Long.getLong("test.seed", 20261125);
    private static final String PATH = "certificate_types";

    @Inject
    SyncJob job;

    Mirror mirror;
    private final Random random = new Random(SEED);
    private final Map<Long, Set<String>> versions = new HashMap<>();
    private Quiet quiet;

    @BeforeEach
    void upstream() {
        mirror.awaitFirstSync();
        mirror.database().execute("UPDATE chain SET enabled = (id = 706028)");
        quiet = new Quiet(mirror, job);
        quiet.await();
        for (long id : types().ids()) {
            remember(id);
        }
    }

    @AfterEach
    void sandboxAsItWas() {
        mirror.sandbox().reset();
        mirror.database().execute("UPDATE chain SET enabled = true");
        quiet.after(Duration.ofHours(1));
    }

    private TypeRows types() {
        return mirror.sandbox().chains().get(Mirror.LARGE).certificateTypes();
    }

    private void remember(long id) {
        JsonNode row = Bodies.exact(types().find(id).orElseThrow().toString());
        versions.computeIfAbsent(id, _ -> new HashSet<>()).add(Bodies.words(row));
    }

    private void edit(int round) {
        long id = types().ids().get(random.nextInt(types().size()));
        types().change(id, row -> row.put("title", "Round " + round).put("balance", round));
        remember(id);
    }

    @Test
    void noWrongRowAndNoRequestTooMany() throws Exception {
        mirror.sandbox().requests().clear();
        String begin = mirror.database().text("SELECT mirror_now()");
        mirror.sandbox()
                .faults()
                .random(new FaultDraw(10, SEED, EveryFault.once(PatientRecovery.TIMEOUT.plusMillis(200))));
        long seen = generation();
        for (int round = 0; round < ROUNDS; round++) {
            edit(round);
            quiet.after(Duration.ofMinutes(5));
            assertThat(wrong(changedSince(seen)))
                    .as("round %d of seed %d", round, SEED)
                    .isEmpty();
            seen = generation();
        }
        report(begin);
        assertThat(faults().values().stream().mapToLong(Long::longValue).sum()).isGreaterThan(150);
        assertThat(mirror.sandbox().requests().count()).isLessThanOrEqualTo(pages(begin) + faults(""));
        mirror.sandbox().faults().clear();
        quiet.after(Duration.ofHours(1));
        assertThat(changedSince(-1)).hasSize(585);
        assertThat(wrong(changedSince(-1))).isEmpty();
        assertThat(behind()).as("all edits have arrived").isEmpty();
    }

    private long generation() {
        return mirror.database().number("SELECT generation FROM chain WHERE id = 706028");
    }

    private List<Long> wrong(Map<Long, String> mirrored) {
        return mirrored.entrySet().stream()
                .filter(row -> !versions.getOrDefault(row.getKey(), Set.of())
                        .contains(Bodies.words(Bodies.exact(row.getValue()))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Long> behind() throws SQLException {
        return changedSince(-1).entrySet().stream()
                .filter(row -> !Bodies.words(Bodies.exact(row.getValue()))
                        .equals(Bodies.words(Bodies.exact(
                                types().find(row.getKey()).orElseThrow().toString()))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<Long, String> changedSince(long generation) throws SQLException {
        Map<Long, String> bodies = new HashMap<>();
        try (var connection = mirror.database().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT id, body::text FROM certificate_type WHERE chain_id = 706028 AND generation > "
                                + generation)) {
            while (rows.next()) {
                bodies.put(rows.getLong(1), rows.getString(2));
            }
        }
        return bodies;
    }

    /** Pages that were planned at each reading of a list: those of the rows, and of what upstream said the pages were (a clamped one holds 25). */
    private long pages(String begin) {
        long runs = mirror.database().number("SELECT sum(attempts) FROM sync_run WHERE started_at > '" + begin + "'");
        long large = mirror.database()
                .number("SELECT sum(attempts) FROM sync_run WHERE chain_id = 706028 AND kind = 'certificate_type'"
                        + " AND started_at > '" + begin + "'");
        long memberships = mirror.database()
                .number("SELECT sum(attempts) FROM sync_run WHERE kind = 'membership_type' AND started_at > '" + begin
                        + "'");
        return runs + 5 * large + memberships + 24 * faults("clamped_size");
    }

    private long faults(String name) {
        return faults().entrySet().stream()
                .filter(fault -> fault.getKey().contains(name))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Map<String, Long> faults() {
        Map<String, Long> faults = new TreeMap<>();
        mirror.sandbox().requests().all().stream()
                .map(LoggedRequest::fault)
                .filter(fault -> fault != null)
                .forEach(fault -> faults.merge(fault, 1L, Long::sum));
        return faults;
    }

    private void report(String begin) {
        System.out.printf(
                "A day: %d requests for %d planned pages, faults %s, runs %s%n",
                mirror.sandbox().requests().count(),
                pages(begin),
                faults(),
                mirror.database()
                        .text(
                                "SELECT string_agg(outcome || ' ' || n, ', ') FROM (SELECT outcome, count(*) AS n FROM sync_run"
                                        + " WHERE started_at > '" + begin + "' GROUP BY outcome) AS runs"));
    }
}
