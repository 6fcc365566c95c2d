package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.artifact.Service.Answer;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SocketDamage;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Creates whose process is killed or stopped at each step; another replica comes to the end of them. */
@Tag("artifact")
class MutationsKilledIT extends MutatingReplicas {

    @Test
    void killedBeforeItLeaves() throws Exception {
        sandbox.faults().next(Fault.of(SocketDamage.BLACK_HOLE).on("GET", "title="));
        try (Service service = Service.start(environment())) {
            service.awaitStatus(TYPES, 200);
            CompletableFuture<Answer> answer = creating(service, "Gift");
            await().until(() -> sent("GET") == 1);
            assertThat(state("Gift")).isEqualTo("RECEIVED");
            service.signal("KILL");
            assertThat(answer.join().status()).isZero();
        }
        awaitState("Gift", "NOT_SENT");
        assertThat(sent("POST")).isZero();
        assertDoneOnce("Gift");
    }

    @Test
    void killedBeforeTheAnswerOfWhatWasDone() throws Exception {
        sandbox.faults().next(Fault.of(SocketDamage.BLACK_HOLE).afterEffect().on("POST", POSTS));
        try (Service service = Service.start(environment())) {
            service.awaitStatus(TYPES, 200);
            CompletableFuture<Answer> answer = creating(service, "Gift");
            await().until(() -> sent("POST") == 1);
            service.signal("KILL");
            assertThat(answer.join().status()).isZero();
        }
        assertThat(state("Gift")).isEqualTo("SENDING");
        awaitState("Gift", "ADOPTED");
        assertDoneOnce("Gift");
        assertThat(sent("POST")).isEqualTo(1);
    }

    /** Our transaction waits for the chain, which somebody holds. */
    @Test
    void killedBetweenTheAnswerAndOurCommit() throws Exception {
        try (Service service = Service.start(environment())) {
            service.awaitStatus(TYPES, 200);
            try (Connection holder = database.connect();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("SELECT 1 FROM chain WHERE id = 706029 FOR NO KEY UPDATE");
                CompletableFuture<Answer> answer = creating(service, "Gift");
                await().until(() -> !titled("Gift").isEmpty());
                await().until(() -> database.number("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE wait_event_type = 'Lock' AND query LIKE '%FOR NO KEY UPDATE'")
                        > 0);
                service.signal("KILL");
                assertThat(answer.join().status()).isZero();
                holder.rollback();
            }
        }
        assertThat(state("Gift")).isEqualTo("SENDING");
        awaitState("Gift", "ADOPTED");
        assertDoneOnce("Gift");
        assertThat(sent("POST")).isEqualTo(1);
    }

    @Test
    void killedAtAnyMoment() throws Exception {
        sandbox.settings(sandbox.settings().withLatency(80));
        Random random = new Random(20261126);
        for (int round = 0; round < 6; round++) {
            killUnderCreates(round, random.nextInt(400));
        }
        sandbox.settings(sandbox.settings().withLatency(0));
        System.out.println("killed at any moment: " + states());
        awaitOutcomes();
        System.out.println("in the end: " + states());
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < 12; i++) {
                assertDoneOnce("Gift " + round + "." + i);
            }
        }
    }

    private void killUnderCreates(int round, int millis) throws Exception {
        try (Service service = Service.start(environment())) {
            service.awaitStatus(TYPES, 200);
            create(service, "Warm " + round);
            List<CompletableFuture<Answer>> answers = IntStream.range(0, 12)
                    .mapToObj(i -> creating(service, "Gift " + round + "." + i))
                    .toList();
            Thread.sleep(millis);
            service.signal("KILL");
            answers.forEach(CompletableFuture::join);
        }
    }

    private String states() {
        return database.text("SELECT string_agg(state || ' ' || number, ', ') FROM (SELECT state, count(*) AS number"
                + " FROM mutation GROUP BY state) AS states");
    }

    /** Its turn comes a second after the search's; by then it is stopped, and goes on when others gave it up. */
    @Test
    void stoppedPastItsLeaseItSendsNothingWhenItGoesOn() throws Exception {
        Map<String, String> slow = environment();
        slow.put("MIRROR_UPSTREAM_RATE_PER_SECOND", "1");
        slow.put("MIRROR_UPSTREAM_RATE_EGRESS", "slow");
        try (Service service = Service.start(slow)) {
            service.awaitStatus(TYPES, 200);
            CompletableFuture<Answer> answer = creating(service, "Gift");
            awaitState("Gift", "SENDING");
            service.signal("STOP");
            assertThat(sent("POST")).isZero();
            new SqlClock(database).advance(LEASE.plusSeconds(1));
            awaitState("Gift", "UNKNOWN");
            Thread.sleep(LEASE.toMillis());
            service.signal("CONT");
            assertThat(answer.join().status()).isIn(202, 503);
            Thread.sleep(3_000);
            assertThat(sent("POST")).isZero();
        }
        awaitOutcomes();
        assertThat(state("Gift")).isEqualTo("ABSENT");
        assertDoneOnce("Gift");
        assertThat(sent("POST")).isEqualTo(1);
    }
}
