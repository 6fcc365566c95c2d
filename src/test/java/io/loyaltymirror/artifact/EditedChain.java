package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.TypeRows;
import io.loyaltymirror.sync.Bodies;
import io.loyaltymirror.sync.DriftReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A chain that people edit upstream, and what must hold of its mirror whatever became of the database meanwhile. */
final class EditedChain {

    private static final long ID = 706028;

    private static final String CLOSED = """
            SELECT coalesce(string_agg(id || ' ' || outcome || ' ' || finished_at || ' ' || fetched, ',' ORDER BY id), '')
              FROM sync_run WHERE outcome IS NOT NULL""";

    /** Generations that are not one after the other, or whose changes are not. */
    private static final String GAPS = """
            SELECT count(*) FROM (
                SELECT generation - row_number() OVER (ORDER BY generation) AS missing, max(seq) + 1 - count(*) AS holes
                  FROM change GROUP BY generation) AS told
             WHERE missing <> 0 OR holes <> 0""";

    private static final String STATE = """
            SELECT concat_ws(' ', (SELECT generation FROM chain), (SELECT count(*) FROM change),
                   (SELECT count(*) FROM sync_run WHERE outcome = 'COMPLETE'), (SELECT max(as_of) FROM chain_kind),
                   (SELECT md5(string_agg(concat_ws(' ', id, generation, body), ',' ORDER BY id)) FROM certificate_type),
                   (SELECT md5(string_agg(concat_ws(' ', id, generation, body), ',' ORDER BY id)) FROM membership_type))""";

    private final SandboxAltegio sandbox;
    private final EmbeddedDatabase database;
    private final Random random;
    private final DriftReplay replay;
    private String closed = "";
    private long generation;

    EditedChain(SandboxAltegio sandbox, EmbeddedDatabase database, Random random) {
        this.sandbox = sandbox;
        this.database = database;
        this.random = random;
        this.replay = new DriftReplay(database, ID);
    }

    private Map<String, TypeRows> upstream() {
        var chain = sandbox.chains().get(ID);
        return Map.of("certificate_type", chain.certificateTypes(), "membership_type", chain.membershipTypes());
    }

    /** Some rows of each kind are changed, and one is new. */
    void edit() {
        for (TypeRows rows : upstream().values()) {
            List<Long> ids = rows.ids();
            random.ints(5, 0, ids.size())
                    .forEach(i -> rows.change(ids.get(i), row -> row.put("title", "Title " + random.nextInt())));
            long id = 1 + ids.stream().mapToLong(Long::longValue).max().orElseThrow();
            rows.put(id, rows.find(ids.getFirst()).orElseThrow().put("id", id));
        }
    }

    /** So many certificate types are changed and have so many characters more, which the mirror does not know. */
    void swell(int types, int characters) {
        TypeRows rows = upstream().get("certificate_type");
        rows.ids().stream()
                .limit(types)
                .forEach(id -> rows.change(id, row -> row.put("swollen", random.nextInt() + "x".repeat(characters))));
    }

    /** What of the mirror is not as upstream has it; a type that is gone upstream does not occur here. */
    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        upstream().forEach((kind, rows) -> {
            Map<Long, String> mirrored = new TreeMap<>();
            for (String line : lines("SELECT string_agg(id || ' ' || body::text, E'\\n') FROM " + kind)) {
                int end = line.indexOf(' ');
                mirrored.put(Long.parseLong(line.substring(0, end)), words(line.substring(end + 1)));
            }
            Map<Long, String> there = new TreeMap<>();
            rows.ids().forEach(id -> there.put(id, words(rows.find(id).orElseThrow())));
            there.forEach((id, row) -> {
                if (!row.equals(mirrored.remove(id))) {
                    differences.add(kind + " " + id);
                }
            });
            mirrored.keySet().forEach(id -> differences.add(kind + " " + id));
        });
        return differences;
    }

    private List<String> lines(String sql) {
        String text = database.text(sql);
        return text == null ? List.of() : text.lines().toList();
    }

    private static String words(String json) {
        return Bodies.words(Bodies.exact(json));
    }

    private static String words(ObjectNode row) {
        return words(row.toString());
    }

    void awaitMirrored(Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(differences()).isEmpty());
    }

    /** All of the mirror that readers see, in short. */
    String state() {
        return database.text(STATE);
    }

    long completeRuns() {
        return number("SELECT count(*) FROM sync_run WHERE outcome = 'COMPLETE'");
    }

    private long number(String sql) {
        return database.number(sql);
    }

    /** Whatever was told was told once and in order, whatever was closed is closed for ever, and nothing went back. */
    void assertSound() {
        replay.next();
        assertThat(replay.differences()).isEmpty();
        assertThat(number(GAPS)).isZero();
        assertThat(number("SELECT max(generation) FROM change"))
                .isEqualTo(number("SELECT generation FROM chain"))
                .isGreaterThanOrEqualTo(generation);
        generation = number("SELECT generation FROM chain");
        assertThat(number("SELECT sum(new) FROM sync_run"))
                .isEqualTo(number("SELECT count(*) FROM change WHERE op = 'CREATED'"));
        assertThat(number("SELECT sum(changed) FROM sync_run"))
                .isEqualTo(number("SELECT count(*) FROM change WHERE op <> 'CREATED'"));
        // Nobody but the runs writes here, and their rows are all newer than the runs before.
        assertThat(number("SELECT sum(superseded) FROM sync_run")).isZero();
        assertRunsClosedOnce();
    }

    private void assertRunsClosedOnce() {
        String now = database.text(CLOSED);
        assertThat(now).startsWith(closed);
        closed = now;
        assertThat(number(
                        "SELECT count(*) FROM sync_run WHERE outcome IS NULL AND id < (SELECT max(id) FROM sync_run)"))
                .as("runs that nobody closed")
                .isZero();
    }
}
