package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.harness.SqlClock;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes on one database, as far as their chains go: upstream is slow, so that all that was claimed is under way. */
@QuarkusTest
@TestProfile(OwnTime.class)
class SpreadTest {

    private static final long FIRST = 806050;

    @Inject
    Processes processes;

    @Inject
    SyncJob job;

    @Inject
    Scheduler scheduler;

    @Inject
    SyncConfig config;

    Mirror mirror;
    private List<OwnChain> chains;
    private List<Processes.One> all;

    @BeforeEach
    void chainsThatAreDueAtOnce() {
        mirror.awaitFirstSync();
        new Quiet(mirror, job).await();
        scheduler.pause();
        mirror.sandbox().settings(mirror.sandbox().settings().withLatency(9_000));
        all = Stream.generate(processes::start).limit(3).toList();
        chains = LongStream.range(FIRST, FIRST + 9)
                .mapToObj(id -> new OwnChain(mirror, all.getFirst().job(), id))
                .toList();
    }

    private void due(int number) {
        chains.subList(0, number).forEach(chain -> chain.make(3, 0));
        sql("UPDATE chain_kind SET next_due_at = mirror_now() WHERE chain_id >= " + FIRST);
        sql("UPDATE chain SET enabled = true WHERE id >= " + FIRST);
    }

    @AfterEach
    void noChains() {
        all.forEach(process -> assertThat(process.shift().over()).succeedsWithin(Duration.ofSeconds(5)));
        chains.forEach(OwnChain::remove);
        scheduler.resume();
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    /** How many chains each process reads, of those that read any. */
    private String shares() {
        return mirror.database()
                .text("SELECT string_agg(n::text, ' ' ORDER BY n) FROM"
                        + " (SELECT count(*) AS n FROM chain WHERE lease_owner IS NOT NULL AND id >= " + FIRST
                        + " GROUP BY lease_owner) AS one");
    }

    private void look(int process) {
        all.get(process).job().tick().await().atMost(Duration.ofSeconds(5));
    }

    private void later(Duration time) {
        new SqlClock(mirror.database()).advance(time);
    }

    @Test
    void chainsThatAreDueAtOnceAreSharedHoweverOftenOneLooks() {
        due(6);
        look(0);
        look(0);
        assertThat(shares()).isEqualTo("1");
        look(1);
        look(0);
        look(2);
        assertThat(shares()).isEqualTo("1 1 1");
        later(config.tick().dividedBy(3));
        look(0);
        look(0);
        look(1);
        look(2);
        assertThat(shares()).isEqualTo("2 2 2");
    }

    @Test
    void whatWasLeftForATickIsAnybodys() {
        due(9);
        later(config.tick());
        look(0);
        assertThat(shares()).as("its four places").isEqualTo("4");
        look(1);
        look(2);
        assertThat(shares()).isEqualTo("1 4 4");
    }
}
