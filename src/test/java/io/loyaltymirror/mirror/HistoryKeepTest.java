package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.mirror.ChangeFeed.Part;
import io.loyaltymirror.mirror.ToldPast.Told;
import io.loyaltymirror.mirror.TypeHistory.Step;
import io.loyaltymirror.mirror.TypeHistory.Then;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of history is old goes, and what it led to stays. */
@QuarkusTest
@TestProfile(OwnTime.class)
class HistoryKeepTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ChainId CHAIN = new ChainId(53);
    private static final int TYPES = 30;
    private static final int CHANGES = 12_000;
    private static final Cursor NEWEST = new Cursor(1, Long.MAX_VALUE, 0);

    @Inject
    Retention retention;

    @Inject
    TypeHistory history;

    @Inject
    ChangeFeed feed;

    Mirror mirror;

    private ToldPast past;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        // The cut lies in the middle of an hour.
        Instant begin = mirror.now().minus(Duration.ofDays(500)).plus(Duration.ofMinutes(30));
        past = new ToldPast(TYPES, CHANGES, begin);
        sql("INSERT INTO chain (id, enabled, generation) VALUES (53, false, "
                + past.told().getLast().generation() + ")");
        sql("""
                INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                       observed_at, generation)
                SELECT 53, id, '{}', '', '', '', 1, mirror_now(), 1 FROM generate_series(1, %d) AS id""".formatted(TYPES));
        past.statements(53).forEach(this::sql);
    }

    @AfterEach
    void noChain() {
        for (String table : List.of("change", "change_base", "change_horizon", "certificate_type", "issuance")) {
            sql("DELETE FROM " + table + " WHERE chain_id = 53");
        }
        sql("DELETE FROM chain WHERE id = 53");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private Then asOf(Instant time) {
        return history.asOf(CHAIN, Kind.CERTIFICATE_TYPE, time, 0, 1_000)
                .await()
                .atMost(PATIENCE);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The kept days are as they were; what was before is not told. */
    private void assertKept(Duration keep) {
        Instant horizon = mirror.now().minus(keep);
        assertThat(asOf(horizon.minus(Duration.ofDays(2)))).isInstanceOf(Then.Forgotten.class);
        for (Instant time = horizon; time.isBefore(mirror.now()); time = time.plus(Duration.ofHours(353))) {
            assertIsAsReplayed(time);
        }
        assertHistoryBeginsWithWhatWasBefore(horizon);
    }

    private void assertIsAsReplayed(Instant time) {
        Map<Long, JsonNode> then = new TreeMap<>();
        ((Then.Known) asOf(time)).types().forEach(type -> then.put(type.id(), json(type.body())));
        assertThat(then).as(time.toString()).isEqualTo(past.replayed(time));
    }

    private void assertHistoryBeginsWithWhatWasBefore(Instant horizon) {
        for (long id = 1; id <= TYPES; id++) {
            long type = id;
            Told base = past.told().stream()
                    .filter(change -> change.id() == type
                            && change.at().isBefore(horizon)
                            && !change.op().equals("ISSUED"))
                    .reduce((_, later) -> later)
                    .orElseThrow();
            List<Step> steps = history.of(CHAIN, Kind.CERTIFICATE_TYPE, id, NEWEST, 2_000)
                    .await()
                    .atMost(PATIENCE);
            Step first = steps.getLast();
            assertThat(first.op()).isEqualTo(base.op());
            assertThat(first.cause()).isEqualTo(base.cause());
            assertThat(first.at()).isEqualTo(base.at());
            JsonNode expected = past.replayed(horizon).get(id);
            assertThat(first.body() == null ? null : json(first.body())).isEqualTo(expected);
        }
    }

    /** As the view tells them, from a time on. */
    private String pricesSince(Instant time) {
        return mirror.database()
                .text(
                        "SELECT string_agg(concat_ws(' ', type_id, generation, seq, price_before, price), ',' ORDER BY generation, seq)"
                                + " FROM reporting.price_or_archive_change WHERE chain_id = 53 AND at >= '" + time
                                + "'");
    }

    private Part after(Cursor cursor) {
        return feed.after(CHAIN, cursor, 1_000).await().atMost(PATIENCE);
    }

    private void purgeAtTwoPlacesAtOnce() {
        Uni.join()
                .all(retention.purge(), retention.purge())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        retention.purge().await().atMost(PATIENCE);
    }

    @Test
    void whatIsOldIsFoldedAndTheRestIsAsItWas() {
        Duration keep = Duration.ofDays(400);
        assertThat(past.replayed(mirror.now())).hasSizeBetween(10, TYPES);
        purgeAtTwoPlacesAtOnce();
        assertThat(mirror.database().number("SELECT count(*) FROM change WHERE chain_id = 53"))
                .isEqualTo(past.told().stream()
                        .filter(change -> !change.at().isBefore(mirror.now().minus(keep)))
                        .count());
        assertKept(keep);
        Instant later = mirror.now().minus(keep).plus(Duration.ofDays(250));
        String prices = pricesSince(later);
        new SqlClock(mirror.database()).advance(Duration.ofDays(250));
        purgeAtTwoPlacesAtOnce();
        assertKept(keep);
        assertThat(pricesSince(later))
                .as("from what was folded to what was not")
                .isEqualTo(prices);
        new SqlClock(mirror.database()).advance(Duration.ofDays(500));
        purgeAtTwoPlacesAtOnce();
        assertThat(mirror.database().number("SELECT count(*) FROM change WHERE chain_id = 53"))
                .as("the newest stays")
                .isEqualTo(1);
        assertIsAsReplayed(mirror.now());
    }

    @Test
    void feedTellsWhatIsLeftAndRefusesWhatIsNot() {
        retention.purge().await().atMost(PATIENCE);
        Told first = past.told().stream()
                .filter(change -> !change.at().isBefore(mirror.now().minus(Duration.ofDays(400))))
                .findFirst()
                .orElseThrow();
        Told before = past.told().get(past.told().indexOf(first) - 1);
        assertThat(after(new Cursor(1, 1, 0))).isInstanceOf(Part.Lost.class);
        assertThat(after(new Cursor(1, before.generation(), before.seq() - 1))).isInstanceOf(Part.Lost.class);
        Part.Changes rest = (Part.Changes) after(new Cursor(1, before.generation(), before.seq()));
        assertThat(rest.changes()).hasSize(1_000);
        assertThat(rest.changes().getFirst().generation()).isEqualTo("1." + first.generation());
        assertThat(rest.changes().getFirst().seq()).isEqualTo(first.seq());
    }
}
