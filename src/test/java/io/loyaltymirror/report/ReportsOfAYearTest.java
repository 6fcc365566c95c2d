package io.loyaltymirror.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.report.YearLife.Window;
import io.loyaltymirror.sync.OwnChain;
import io.loyaltymirror.sync.SyncJob;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A chain's year passes on the mirror's clock; then every view and report says what scans saw, and nothing else. */
@QuarkusTest
@TestProfile(OwnTime.class)
@Tag("process")
class ReportsOfAYearTest {

    private static final Duration YEAR = Duration.ofDays(365);

    @Inject
    SyncJob job;

    Mirror mirror;

    private final SplittableRandom random = new SplittableRandom(20_261_126);
    private final Coverage coverage = new Coverage();
    private final Map<Kind, Map<Long, YearLife>> lives =
            new EnumMap<>(Map.of(Kind.CERTIFICATE_TYPE, new TreeMap<>(), Kind.MEMBERSHIP_TYPE, new TreeMap<>()));
    private final Map<Kind, List<Window>> scans =
            new EnumMap<>(Map.of(Kind.CERTIFICATE_TYPE, new ArrayList<>(), Kind.MEMBERSHIP_TYPE, new ArrayList<>()));
    private final Map<Instant, Map<String, JsonNode>> moments = new TreeMap<>();
    private OwnChain chain;
    private YearEditor editor;
    private YearReader reader;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        chain = new OwnChain(mirror, job, 71);
        chain.make(40, 15);
        editor = new YearEditor(chain, random, coverage);
        reader = new YearReader(mirror, 71);
    }

    @AfterEach
    void noChain() {
        chain.remove();
    }

    @Test
    void everyViewAndReportSaysWhatScansSaw() {
        String views = views();
        liveAYear();
        assertThat(views()).as("no sync drops or replaces a view").isEqualTo(views);
        System.out.printf(
                "A year: %d and %d scans, %s%n", scans(Kind.CERTIFICATE_TYPE), scans(Kind.MEMBERSHIP_TYPE), coverage);
        coverage.requireAll(YearEditor.edits(), 20);
        YearRules rules = new YearRules(reader, lives);
        rules.salesAreWhatTotalsMovedBy();
        rules.historyIsWhatWasPublished();
        rules.priceAndArchiveChangesAreThoseOfHistory();
        rules.catalogueIsWhatIsListed();
        rules.typesAreAsSeenLast();
        runsAreThoseThatWere();
        freshnessIsOfTheLastScan();
        moments.forEach(reader::assertWasSo);
        for (Report report : Report.values()) {
            reader.assertReportIsItsView(report);
        }
    }

    private String views() {
        return mirror.database()
                .text("SELECT string_agg(oid || ' ' || relname, ',' ORDER BY oid) FROM pg_class"
                        + " WHERE relkind = 'v' AND relnamespace = 'reporting'::regnamespace");
    }

    private int scans(Kind kind) {
        return scans.get(kind).size();
    }

    private void liveAYear() {
        Instant end = mirror.now().plus(YEAR);
        scan(Kind.CERTIFICATE_TYPE);
        scan(Kind.MEMBERSHIP_TYPE);
        while (mirror.now().isBefore(end)) {
            for (int edits = random.nextInt(7); edits > 0; edits--) {
                editor.edit();
            }
            boolean isAway = random.nextInt(40) == 0;
            chain.later(Duration.ofMinutes(isAway ? 2 * 1440 + random.nextInt(3 * 1440) : 300 + random.nextInt(1500)));
            if (!isAway && random.nextInt(6) > 0) {
                scan(Kind.CERTIFICATE_TYPE);
            }
            if (!isAway && random.nextInt(6) > 0) {
                scan(Kind.MEMBERSHIP_TYPE);
            }
            if (random.nextInt(40) == 0) {
                remember();
            }
        }
    }

    /** On one side of midnight. */
    private void scan(Kind kind) {
        Instant begun = mirror.now();
        if (begun.atOffset(ZoneOffset.UTC).toLocalTime().isAfter(LocalTime.of(23, 58))) {
            chain.later(Duration.ofMinutes(3));
            begun = mirror.now();
        }
        Map<Long, JsonNode> rows = new TreeMap<>();
        editor.rows(kind)
                .ids()
                .forEach(id -> rows.put(id, editor.rows(kind).find(id).orElseThrow()));
        assertThat(chain.scan(kind).getString("outcome")).isEqualTo("COMPLETE");
        Window window = new Window(begun, mirror.now());
        scans.get(kind).add(window);
        rows.forEach((id, row) ->
                lives.get(kind).computeIfAbsent(id, _ -> new YearLife(kind)).seen(row, window));
        lives.get(kind).forEach((id, life) -> {
            if (!rows.containsKey(id)) {
                life.missed(window);
            }
        });
    }

    private void remember() {
        Map<String, JsonNode> types = new TreeMap<>();
        lives.forEach((kind, all) -> all.forEach((id, life) -> {
            if (!life.isGone) {
                types.put(kind.word() + " " + id, life.body);
            }
        }));
        moments.put(mirror.now(), types);
        chain.later(Duration.ofSeconds(1));
    }

    private void runsAreThoseThatWere() {
        for (Kind kind : Kind.values()) {
            List<JsonNode> runs = reader.rows("sync_run", kind);
            assertThat(runs).hasSize(scans(kind));
            assertThat(runs).allMatch(run -> run.path("outcome").asText().equals("COMPLETE"));
            assertThat(sum(runs, "new")).isEqualTo(lives.get(kind).size());
            long gone = lives.get(kind).values().stream()
                    .flatMap(life -> life.states.stream())
                    .filter(state -> state.op().equals("GONE"))
                    .count();
            assertThat(sum(runs, "gone")).isEqualTo(gone).isPositive();
        }
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(row -> row.path(column).asLong()).sum();
    }

    private void freshnessIsOfTheLastScan() {
        for (Kind kind : Kind.values()) {
            JsonNode fresh = reader.rows("chain_freshness", kind).getFirst();
            Window last = scans.get(kind).getLast();
            Instant asOf = OffsetDateTime.parse(fresh.path("as_of").asText()).toInstant();
            assertThat(last.contains(asOf)).isTrue();
            assertThat(fresh.path("age_s").asLong())
                    .isBetween(0L, Duration.between(last.begun(), mirror.now()).toSeconds() + 1);
            assertThat(fresh.path("last_outcome").asText()).isEqualTo("COMPLETE");
        }
    }
}
