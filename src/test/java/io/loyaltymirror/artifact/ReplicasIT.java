package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes that share the chains of one database, and what becomes of the chains of one that dies or is stopped. */
@Tag("process")
class ReplicasIT {

    private static final long FIRST = 900_001;
    private static final int CHAINS = 40;
    private static final int REPLICAS = 3;

    /** 40 chains are 120 requests, the scans' share of 40 s; this leaves some rest. */
    private static final int EVERY_SECONDS = 50;

    /** Of two, each chain's second run shows its interval. */
    private static final int ROUNDS = 2;

    private static final int LEASE_SECONDS = 15;

    /** What five gaps of 1.02/5 s leave to the network. */
    private static final long SPARE_MILLIS = 20;

    /** To be noticed (a tick), to be claimed, and to be read in turn with the others that are due. */
    private static final int SLACK_SECONDS = 15;

    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private final List<Service> replicas = new ArrayList<>();
    private SandboxAltegio sandbox;
    private Oversleep machine;

    @BeforeEach
    void upstream() {
        machine = new Oversleep();
        sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort());
    }

    @AfterEach
    void noUpstream() {
        replicas.forEach(Service::close);
        sandbox.close();
        machine.close();
    }

    private Map<String, String> environment(int chains) {
        LongStream.range(FIRST, FIRST + chains)
                .forEach(chain -> sandbox.chains().make(chain, 3, 2));
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put(
                "MIRROR_CHAINS",
                LongStream.range(FIRST, FIRST + chains).mapToObj(Long::toString).collect(Collectors.joining(",")));
        environment.put("MIRROR_SYNC_TICK", "1s");
        return environment;
    }

    private Service startReplica(Map<String, String> environment) throws IOException {
        Service replica = Service.startBehindTheOthers(environment);
        replicas.add(replica);
        return replica;
    }

    private void awaitRunsOfEach(int runs, Duration most) {
        await().atMost(most)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> database.text("SELECT to_regclass('sync_run')") != null
                        && database.number("SELECT count(*) FROM (SELECT FROM sync_run WHERE outcome = 'COMPLETE'"
                                        + " GROUP BY chain_id, kind HAVING count(*) >= " + runs + ") AS done")
                                == 2 * CHAINS);
    }

    @Test
    void threeShareTheChainsAndTheBudgetAndTakeOverFromOneThatIsKilled() throws Exception {
        Map<String, String> environment = environment(CHAINS);
        environment.put("MIRROR_SYNC_EVERY", EVERY_SECONDS + "s");
        environment.put("MIRROR_SYNC_LEASE", LEASE_SECONDS + "s");
        environment.put("MIRROR_SYNC_RENEW", "5s");
        for (int i = 0; i < REPLICAS; i++) {
            startReplica(environment);
        }
        awaitRunsOfEach(ROUNDS, Duration.ofMinutes(5));
        assertThat(database.text("SELECT string_agg(DISTINCT outcome, ',') FROM sync_run WHERE outcome IS NOT NULL"))
                .isEqualTo("COMPLETE");
        assertEachReadOnceAnInterval(SLACK_SECONDS);
        assertEveryReplicaDidItsShare();

        kill(replicas.removeFirst());

        awaitRunsOfEach(ROUNDS + 2, Duration.ofMinutes(5));
        assertEachReadOnceAnInterval(LEASE_SECONDS + SLACK_SECONDS);
        assertLimitsKept();
    }

    /** From begin to begin: never before its interval is over, and soon after that. */
    private void assertEachReadOnceAnInterval(int late) {
        String gaps =
                "(SELECT extract(epoch FROM started_at - lag(started_at) OVER (PARTITION BY chain_id, kind ORDER BY id))"
                        + " AS seconds FROM sync_run WHERE outcome = 'COMPLETE') AS gap";
        System.out.printf(
                "seconds from a chain's run to its next: %s%n",
                database.text(
                        "SELECT min(seconds)::numeric(6,1) || ' to ' || max(seconds)::numeric(6,1) FROM " + gaps));
        assertThat(database.number("SELECT count(*) FROM " + gaps + " WHERE seconds < " + EVERY_SECONDS))
                .as("read before it was due")
                .isZero();
        assertThat(database.number("SELECT count(*) FROM " + gaps + " WHERE seconds > " + (EVERY_SECONDS + late)))
                .as("left out")
                .isZero();
    }

    private void assertEveryReplicaDidItsShare() throws IOException {
        for (Service replica : replicas) {
            long runs = replica.log()
                    .lines()
                    .filter(line -> line.contains("Run COMPLETE"))
                    .count();
            System.out.printf("a replica's runs of %d: %d%n", ROUNDS * 2 * CHAINS, runs);
            assertThat(runs).as("spread").isGreaterThan(ROUNDS * 2 * CHAINS / REPLICAS / 2);
        }
    }

    /** In the middle of a round, with runs of all three open. */
    private void kill(Service replica) {
        await().atMost(Duration.ofSeconds(EVERY_SECONDS + 30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> database.number(
                                "SELECT count(DISTINCT lease_owner) FROM chain JOIN sync_run ON chain_id = chain.id"
                                        + " WHERE outcome IS NULL")
                        == REPLICAS);
        replica.signal("KILL");
        long killed = System.nanoTime();
        String orphans = "SELECT count(*) FROM sync_run WHERE outcome = 'FENCED'";
        await().atMost(Duration.ofSeconds(LEASE_SECONDS + SLACK_SECONDS))
                .until(() -> database.number(orphans) > 0
                        && database.number(
                                        "SELECT count(*) FROM sync_run WHERE outcome IS NULL AND started_at < now() -"
                                                + " interval '" + LEASE_SECONDS + " s'")
                                == 0);
        System.out.printf(
                "killed with %d runs open; the last was taken over after %.1f s, lease %d s%n",
                database.number(orphans), (System.nanoTime() - killed) / 1e9, LEASE_SECONDS);
    }

    private void assertLimitsKept() {
        UpstreamView seen = UpstreamView.of(sandbox.requests().all());
        System.out.printf(
                "%d requests in %.1f s; most in a second %d, in a minute %d; this machine late by %d ms%n",
                seen.nanos().size(), seen.seconds(), seen.mostWithin(1), seen.mostWithin(60), machine.mostMillis());
        assertThat(seen.over(5)).as("more than 5 in a second").isLessThanOrEqualTo(machine.excused(SPARE_MILLIS));
        assertThat(seen.mostWithin(60)).isLessThanOrEqualTo(200);
        assertThat(sandbox.requests().all().stream().filter(LoggedRequest::throttled))
                .hasSizeLessThanOrEqualTo(seen.over(5));
    }

    /** It holds an old page when it is stopped, and a new one is published before it may go on. */
    @Test
    void oneThatIsStoppedPastItsLeaseIsFencedAndChangesNothing() throws Exception {
        Map<String, String> environment = environment(1);
        environment.put("MIRROR_SYNC_EVERY", "1h");
        environment.put("MIRROR_SYNC_LEASE", "3s");
        environment.put("MIRROR_SYNC_RENEW", "1s");
        Service zombie = stoppedWithAnAnswerInHand(environment);
        retitle("newer");

        startReplica(environment);
        await().atMost(Duration.ofSeconds(60)).until(() -> runs().equals("COMPLETE,COMPLETE,FENCED") && isFree());
        String published = state();
        assertThat(published).contains("newer");

        zombie.signal("CONT");
        zombie.awaitLog("outcome=FENCED");
        zombie.awaitLog("Reading stopped: chain=" + FIRST);
        assertThat(runs()).isEqualTo("COMPLETE,COMPLETE,FENCED");
        assertThat(state()).isEqualTo(published);
        assertThat(zombie.log()).doesNotContain("Run COMPLETE", "\tat io.loyaltymirror");
    }

    private Service stoppedWithAnAnswerInHand(Map<String, String> environment) throws Exception {
        sandbox.settings(sandbox.settings().withLatency(1_000));
        Service zombie = startReplica(environment);
        await().atMost(Duration.ofSeconds(60)).until(() -> sandbox.requests().count() > 0);
        zombie.signal("STOP");
        Thread.sleep(1_500);
        sandbox.settings(sandbox.settings().withLatency(0));
        return zombie;
    }

    private boolean isFree() {
        return database.number("SELECT count(*) FROM chain WHERE lease_owner IS NOT NULL") == 0;
    }

    private String runs() {
        return database.text("SELECT string_agg(coalesce(outcome, 'open'), ',' ORDER BY outcome) FROM sync_run");
    }

    private void retitle(String title) {
        var rows = sandbox.chains().get(FIRST).certificateTypes();
        rows.ids().forEach(id -> rows.change(id, row -> row.put("title", title)));
    }

    /** All that readers see and all that decides about it. */
    private String state() {
        return database.text("SELECT jsonb_agg(to_jsonb(each) ORDER BY id)::text FROM (SELECT id, body, state, listed,"
                        + " observed_at, generation FROM certificate_type) AS each")
                + database.text("SELECT jsonb_agg(to_jsonb(change))::text FROM change")
                + database.text(
                        "SELECT generation || ':' || fence || ':' || coalesce(lease_owner, 'nobody') FROM chain");
    }
}
