package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that is told to stop, as far as its chains go: here one of the same parts, with an end of its own. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class HandbackTest {

    private static final long CHAIN = 706046;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Processes processes;

    Mirror mirror;
    private Shift shift;
    private SyncJob job;
    private OwnChain chain;

    @BeforeEach
    void chainThatIsDue() {
        mirror.awaitFirstSync();
        Processes.One process = processes.start();
        shift = process.shift();
        job = process.job();
        chain = new OwnChain(mirror, job, CHAIN);
        chain.make(250, 3);
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void noChain() {
        chain.remove();
    }

    private String text(String sql) {
        return mirror.database().text(sql + " WHERE chain_id = " + CHAIN);
    }

    private String schedule() {
        return text(
                "SELECT string_agg(kind || ' ' || failures || ' ' || next_due_at, ',' ORDER BY kind) FROM chain_kind");
    }

    private void awaitRequest() {
        await().until(() -> mirror.sandbox().requests().count() > 0);
    }

    @Test
    void readingEndsAtOnceAndTheChainIsFreeAndDueAsBefore() {
        mirror.database().execute("UPDATE chain_kind SET failures = 2 WHERE chain_id = " + CHAIN);
        String before = schedule();
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(5_000));
        long run = job.now(new ChainId(CHAIN), List.of(Kind.values())).await().atMost(PATIENCE);
        awaitRequest();
        assertThat(shift.over()).succeedsWithin(Duration.ofSeconds(2));
        RunAccount account = chain.closed(run);
        assertThat(account.getString("outcome")).isEqualTo("FAILED");
        assertThat(account.getString("reason")).isEqualTo("the process was told to stop");
        assertThat(schedule()).isEqualTo(before);
        assertThat(text("SELECT count(*) FROM sync_run")).as("the other kind").isEqualTo("1");
    }

    @Test
    void whatIsBeingPublishedIsPublished() throws SQLException {
        CompletableFuture<Void> quiet;
        long run;
        try (Connection other = mirror.database().connect();
                Statement statement = other.createStatement()) {
            run = job.now(new ChainId(CHAIN), List.of(Kind.CERTIFICATE_TYPE))
                    .await()
                    .atMost(PATIENCE);
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM chain WHERE id = " + CHAIN + " FOR NO KEY UPDATE");
            await().until(() -> mirror.database()
                            .number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database()")
                    > 0);
            quiet = shift.over();
            assertThat(quiet).isNotDone();
            other.commit();
        }
        assertThat(quiet).succeedsWithin(PATIENCE);
        assertThat(chain.closed(run).getString("outcome")).isEqualTo("COMPLETE");
    }
}
