package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What became of changes is counted by day before they are forgotten, so that a past day's report stays as it was. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class MutationOutcomeTest {

    @Inject
    MutationRetention retention;

    Mirror mirror;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        sql("INSERT INTO chain (id, enabled) VALUES (808, false)");
    }

    @AfterEach
    void noChain() {
        for (String table : List.of("mutation", "mutation_daily")) {
            sql("DELETE FROM " + table + " WHERE chain_id = 808");
        }
        sql("DELETE FROM chain WHERE id = 808");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private void finished(String key, State state, int attempts, int seconds) {
        sql("""
                INSERT INTO mutation (id, chain_id, kind, operation, caller, key, fingerprint, slot, request, state, attempt,
                       received_at, lease_until, finished_at)
                VALUES (gen_random_uuid(), 808, 'certificate_type', 'CREATE', 'till', '%s', '', '%1$s', '{}', '%s', %d,
                       '2026-11-20T08:00:00Z', mirror_now(), '2026-11-20T08:00:00Z'::timestamptz + interval '%d s')""".formatted(key, state, attempts, seconds));
    }

    private String outcomes() {
        return mirror.database()
                .text(
                        "SELECT string_agg(concat_ws(' ', day, state, mutations, attempts, mean_s, max_s), ', ' ORDER BY state)"
                                + " FROM reporting.mutation_outcome WHERE chain_id = 808");
    }

    private void forget() {
        retention.batch().await().atMost(Duration.ofSeconds(10));
        assertThat(mirror.database().number("SELECT count(*) FROM mutation WHERE chain_id = 808"))
                .isZero();
    }

    @Test
    void dayIsTheSameWhicheverOfItsChangesAreForgotten() {
        finished("one", State.SUCCEEDED, 1, 2);
        finished("two", State.SUCCEEDED, 3, 4);
        finished("three", State.REJECTED, 1, 1);
        assertThat(outcomes()).isEqualTo("2026-11-20 REJECTED 1 1 1.000 1.000, 2026-11-20 SUCCEEDED 2 4 3.000 4.000");
        forget();
        finished("four", State.SUCCEEDED, 1, 9);
        String all = "2026-11-20 REJECTED 1 1 1.000 1.000, 2026-11-20 SUCCEEDED 3 5 5.000 9.000";
        assertThat(outcomes()).isEqualTo(all);
        forget();
        assertThat(outcomes()).isEqualTo(all);
    }
}
