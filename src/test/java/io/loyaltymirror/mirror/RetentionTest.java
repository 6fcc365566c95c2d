package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.upstream.TypePayload;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OwnTime.class)
class RetentionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MANY = 2 * Retention.BATCH + 10; // three batches

    @Inject
    Retention retention;

    @Inject
    Publication publication;

    @Inject
    Pool pool;

    Mirror mirror;

    private SqlClock clock;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        clock = new SqlClock(mirror.database());
        sql("INSERT INTO chain (id, enabled, fence, generation) VALUES (51, false, 3, 20000), (52, false, 1, 5)");
    }

    @AfterEach
    void noChain() {
        for (String table : List.of("sync_run", "hold", "quarantine", "change", "certificate_type")) {
            sql("DELETE FROM " + table + " WHERE chain_id IN (51, 52)");
        }
        sql("DELETE FROM chain WHERE id IN (51, 52); DELETE FROM staged_type");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private String ids(String query) {
        return mirror.database().text("SELECT string_agg(id::text, ',' ORDER BY id) FROM (" + query + ") AS found");
    }

    private long count(String table) {
        return mirror.database().number("SELECT count(*) FROM " + table + " WHERE chain_id IN (51, 52)");
    }

    private void purge() {
        retention.purge().await().atMost(PATIENCE);
    }

    private void runs(int from, int to, String kind, String outcome) {
        sql("""
                INSERT INTO sync_run (id, chain_id, kind, started_at, finished_at, outcome) OVERRIDING SYSTEM VALUE
                SELECT id, 51, '%s', mirror_now(), mirror_now(), '%s' FROM generate_series(%d, %d) AS id""".formatted(kind, outcome, 5_100_000 + from, 5_100_000 + to));
    }

    private String runs() {
        return ids("SELECT id - 5100000 AS id FROM sync_run WHERE chain_id = 51");
    }

    private void changes(int chain, int from, int to) {
        sql("""
                INSERT INTO change (chain_id, generation, seq, kind, id, op, cause, at)
                SELECT %d, generation, 0, 'certificate_type', 1, 'GONE', 'denied', mirror_now()
                  FROM generate_series(%d, %d) AS generation""".formatted(chain, from, to));
    }

    private String changes(int chain) {
        return ids("SELECT generation AS id FROM change WHERE chain_id = " + chain);
    }

    @Test
    void runsOlderThanTheirTimeGoInSeveralBatches() {
        runs(1, MANY, "certificate_type", "FAILED");
        purge();
        assertThat(count("sync_run")).isEqualTo(MANY);
        clock.advance(Duration.ofDays(30).minusMinutes(5));
        runs(MANY + 1, MANY + 1, "certificate_type", "FAILED");
        purge();
        assertThat(count("sync_run")).isEqualTo(MANY + 1);
        clock.advance(Duration.ofMinutes(10));
        purge();
        assertThat(runs()).isEqualTo(Integer.toString(MANY + 1));
    }

    @Test
    void newestCompleteRunOfEachKindAndTheOpenOneStay() {
        runs(1, 2, "certificate_type", "COMPLETE");
        runs(3, 3, "membership_type", "COMPLETE");
        runs(4, 4, "membership_type", "PARTIAL");
        runs(5, 5, "certificate_type", "FAILED");
        sql("INSERT INTO sync_run (id, chain_id, kind, started_at) OVERRIDING SYSTEM VALUE"
                + " VALUES (5100006, 51, 'certificate_type', mirror_now())");
        clock.advance(Duration.ofDays(31));
        purge();
        assertThat(runs()).isEqualTo("2,3,6");
    }

    @Test
    void closedHoldsGoAndARunByWhichSomethingCanBeReleasedStays() {
        runs(1, 2, "certificate_type", "HELD");
        sql("""
                INSERT INTO hold (chain_id, kind, run_id, ids, opened_at, closed_at)
                VALUES (51, 'certificate_type', 5100001, '{}', mirror_now(), mirror_now()),
                       (51, 'certificate_type', 5100002, '{1}', mirror_now(), NULL)""");
        clock.advance(Duration.ofDays(31));
        purge();
        assertThat(runs()).isEqualTo("2");
        assertThat(ids("SELECT run_id - 5100000 AS id FROM hold WHERE chain_id = 51"))
                .isEqualTo("2");
    }

    @Test
    void quarantineGoesByWhenARowWasSeenLast() {
        sql("""
                INSERT INTO quarantine (chain_id, kind, digest, type_id, reason, raw, run_id, first_seen, last_seen)
                SELECT 51, 'certificate_type', sha256(id::text::bytea), id, 'r', '', 1, mirror_now(),
                       mirror_now() + CASE WHEN id = 3 THEN interval '2 days' ELSE interval '0' END
                  FROM generate_series(1, 3) AS id""");
        clock.advance(Duration.ofDays(31));
        purge();
        assertThat(ids("SELECT type_id AS id FROM quarantine WHERE chain_id = 51"))
                .isEqualTo("3");
    }

    @Test
    void changesGoInBatchesAndTheNewestOfAChainStays() {
        changes(51, 1, MANY);
        changes(52, 1, 3);
        clock.advance(Duration.ofDays(31));
        changes(52, 4, 5);
        purge();
        assertThat(count("change")).isEqualTo(MANY + 5);
        clock.advance(Duration.ofDays(370));
        purge();
        assertThat(changes(51)).isEqualTo(Integer.toString(MANY));
        assertThat(changes(52)).isEqualTo("4,5");
    }

    @Test
    void stagedRowsStayWithAnOpenRunOnly() {
        runs(1, 1, "certificate_type", "FENCED");
        sql("INSERT INTO sync_run (id, chain_id, kind, started_at) OVERRIDING SYSTEM VALUE"
                + " VALUES (5100002, 51, 'certificate_type', mirror_now())");
        sql("""
                INSERT INTO staged_type (run_id, id, body, title, content, definition)
                SELECT run, id, '{}', '', '', '' FROM unnest(ARRAY[5100001, 5100002, 5100003]) AS run,
                       generate_series(1, %d) AS id""".formatted(Retention.BATCH + 1));
        purge();
        assertThat(mirror.database().text("SELECT string_agg(DISTINCT run_id::text, ',') FROM staged_type"))
                .isEqualTo("5100002");
    }

    /** The purge holds all its locks, and the publication still ends; were there one to wait for, it would not. */
    @Test
    void publicationWaitsForNothing() {
        runs(1, 10, "certificate_type", "FAILED");
        changes(51, 1, 10);
        clock.advance(Duration.ofDays(401));
        SqlTransaction.in(pool, tx -> all(tx).chain(this::publishing)).await().atMost(PATIENCE);
        assertThat(changes(51)).isEqualTo("10,20001");
        assertThat(runs()).isNull();
    }

    private Uni<Void> all(SqlConnection tx) {
        return Multi.createFrom()
                .items(OldRows.values())
                .onItem()
                .transformToUniAndConcatenate(rows -> retention.batch(tx, rows))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> publishing() {
        ChainId chain = new ChainId(51);
        TypePayload type = new TypePayload(1, "a", "{\"id\":1}", "00", "00");
        Seen seen = publication.seen(chain, Kind.CERTIFICATE_TYPE, 51);
        return seen.add(List.of(type), Instant.now())
                .chain(() -> SqlTransaction.in(
                        pool,
                        tx -> publication
                                .begin(tx, new Fence(chain, 3), Kind.CERTIFICATE_TYPE)
                                .chain(publishing -> publishing.rows(seen).chain(publishing::finish))))
                .replaceWithVoid();
    }

    @Test
    void purgeWaitsForNoPublication() throws SQLException {
        runs(1, 10, "certificate_type", "FAILED");
        changes(51, 1, 10);
        clock.advance(Duration.ofDays(401));
        try (var connection = mirror.database().connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM chain WHERE id = 51 FOR UPDATE");
            purge();
        }
        assertThat(changes(51)).isEqualTo("10");
    }

    /** What one process is deleting, another leaves to it. */
    @Test
    void twoPurgesAtOnceDoNotWaitForEachOther() {
        runs(1, MANY, "certificate_type", "FAILED");
        changes(51, 1, MANY);
        clock.advance(Duration.ofDays(401));
        SqlTransaction.in(pool, tx -> all(tx).chain(retention::purge)).await().atMost(PATIENCE);
        purge();
        assertThat(count("sync_run")).isZero();
        assertThat(changes(51)).isEqualTo(Integer.toString(MANY));
    }

    @Test
    void databaseThatIsAwayPutsThePurgeOff() {
        runs(1, 1, "certificate_type", "FAILED");
        clock.advance(Duration.ofDays(31));
        mirror.database().whileAway(() -> assertThatCode(this::purge).doesNotThrowAnyException());
        purge();
        assertThat(runs()).isNull();
    }
}
