package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One type that was there, was gone and is back, as it grows old. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class FoldTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Retention retention;

    @Inject
    Pool pool;

    Mirror mirror;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        sql("INSERT INTO chain (id, enabled, generation) VALUES (54, false, 3)");
        sql("""
                INSERT INTO change (chain_id, generation, seq, kind, id, op, body, cause, at) VALUES
                (54, 1, 0, 'certificate_type', 1, 'CREATED', '{"id": 1, "balance": 7}', 'scan', mirror_now() - interval '450 days'),
                (54, 2, 0, 'certificate_type', 1, 'GONE', NULL, 'denied', mirror_now() - interval '440 days'),
                (54, 3, 0, 'certificate_type', 1, 'BACK', '{"id": 1, "balance": 8}', 'scan', mirror_now())""");
    }

    @AfterEach
    void noChain() {
        for (String table : List.of("change", "change_base", "change_horizon", "issuance")) {
            sql("DELETE FROM " + table + " WHERE chain_id = 54");
        }
        sql("DELETE FROM chain WHERE id = 54");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private int folded() {
        return retention.batch(pool, OldRows.CHANGES).await().atMost(PATIENCE);
    }

    @Test
    void oneProcessFoldsAtATime() throws SQLException {
        try (Connection other = mirror.database().connect();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('loyalty-mirror: old changes'))");
            assertThat(folded()).isZero();
            statement.execute("SELECT pg_advisory_unlock_all()");
        }
        assertThat(folded()).isEqualTo(2);
        assertThat(folded()).isZero();
    }

    /** Whoever saw the changes before another one had folded them and more. */
    @Test
    void olderFoldOverwritesNothing() {
        sql("""
                INSERT INTO change_base (chain_id, kind, id, generation, seq, op, fields, body, cause, at, until_generation, until_seq)
                VALUES (54, 'certificate_type', 1, 2, 7, 'CHANGED', '{}', '{"id": 1}', 'scan', mirror_now(), 2, 7)""");
        assertThat(folded()).isEqualTo(2);
        assertThat(mirror.database().text("SELECT until_seq || body::text FROM change_base WHERE chain_id = 54"))
                .isEqualTo("7{\"id\": 1}");
    }

    @Test
    void priceBeforeItWasGoneIsKept() {
        String prices = "SELECT concat_ws(' ', type_id, generation, price_before, price)"
                + " FROM reporting.price_or_archive_change WHERE chain_id = 54";
        assertThat(mirror.database().text(prices)).isEqualTo("1 3 7 8");
        assertThat(folded()).isEqualTo(2);
        assertThat(mirror.database().text(prices)).isEqualTo("1 3 7 8");
    }

    /** Of each type the newest day stays, since what is issued next is counted from it. */
    @Test
    void oldSalesGoAndTheNewestOfEachTypeStays() {
        sql("""
                INSERT INTO issuance (chain_id, kind, type_id, day, total, issued, fell, at)
                SELECT 54, 'certificate_type', type, day::date, 1, 1, 0, day
                  FROM (VALUES (1, 1100, 0), (2, 1200, 1000), (3, 2000, 1300)) AS sold (type, first, last),
                       generate_series(mirror_now() - first * interval '1 day', mirror_now() - last * interval '1 day',
                           interval '10 days') AS day""");
        String left =
                "SELECT string_agg(type_id || ':' || days, ' ' ORDER BY type_id) FROM (SELECT type_id, count(*) AS days"
                        + " FROM issuance WHERE chain_id = 54 GROUP BY type_id) AS found";
        assertThat(mirror.database().text(left)).isEqualTo("1:111 2:21 3:71");
        retention.purge().await().atMost(PATIENCE);
        assertThat(mirror.database().text(left)).isEqualTo("1:111 2:11 3:1");
    }
}
