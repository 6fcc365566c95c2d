package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.PatientRecovery;
import io.loyaltymirror.sandbox.BodyDamage;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.PageDamage;
import io.loyaltymirror.sandbox.RetryHint;
import io.loyaltymirror.sandbox.SocketDamage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An hour of each kind of trouble: reads go on, upstream is left alone, and all is well within one back-off. */
@Tag("process")
@QuarkusTest
@TestProfile(PatientRecovery.class)
class OutageTest {

    private static final String TYPES = "/api/v1/chain/706028/loyalty/certificate_types?page_size=100&page=6";
    private static final int KINDS = 6;
    private static final int PAGES = 6 + 2 + 1 + 2 + 1 + 2;

    /** The interval of 5 minutes, then 10, 20, 40: four failing runs in an hour. */
    private static final int RUNS = 4 * KINDS;

    private static final int ATTEMPTS = 4;

    @Inject
    SyncJob job;

    @Inject
    CircuitBreakerMaintenance breakers;

    Mirror mirror;
    private boolean opened;
    private Quiet quiet;
    private String served;

    @BeforeEach
    void mirrorEqualsUpstream() {
        mirror.awaitFirstSync();
        quiet = new Quiet(mirror, job);
        // Whatever a test before this one left behind is over: each kind is complete once more.
        recover();
        served = mirror.request().get(TYPES).asString();
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void allIsWell() {
        recover();
        assertThat(incompleteSince(Duration.ofMinutes(5))).isZero();
        assertThat(breakers.currentState("upstream")).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(mirror.request().get(TYPES).asString()).isEqualTo(served);
    }

    private void recover() {
        mirror.sandbox().reset();
        quiet.await();
        // Its delay is of the true time, and would long be over in an hour of it; what tries upstream then may still
        // wait for an answer from before.
        await().until(() -> breakers.currentState("upstream") == CircuitBreakerState.CLOSED);
        Duration backOff = Duration.ofSeconds(mirror.database()
                .number("SELECT ceil(extract(epoch FROM max(next_due_at) - mirror_now())) FROM chain_kind"));
        assertThat(backOff).isLessThanOrEqualTo(Duration.ofHours(1));
        quiet.after(backOff.plusSeconds(1));
    }

    private long incompleteSince(Duration time) {
        return mirror.database()
                .number("SELECT count(*) FROM chain_kind WHERE failures > 0 OR as_of < mirror_now() - interval '"
                        + time.toSeconds() + " s'");
    }

    private void hour() {
        for (int minute = 0; minute < 60; minute += 5) {
            quiet.after(Duration.ofMinutes(5));
            opened |= breakers.currentState("upstream") == CircuitBreakerState.OPEN;
            assertThat(mirror.request().get(TYPES).asString()).isEqualTo(served);
        }
    }

    private void always(Fault... faults) {
        mirror.sandbox().faults().random(new FaultDraw(100, 1, List.of(faults)));
    }

    private long asked() {
        return mirror.sandbox().requests().count();
    }

    private String outcomes() {
        return mirror.database()
                .text("SELECT string_agg(DISTINCT outcome, ',' ORDER BY outcome) FROM sync_run"
                        + " WHERE started_at > mirror_now() - interval '61 min'");
    }

    @Test
    void refusedConnections() {
        mirror.network().refuse();
        try {
            hour();
        } finally {
            mirror.network().accept();
        }
        assertThat(asked()).isZero();
        assertThat(opened).isTrue();
        assertThat(outcomes()).contains("FAILED");
    }

    @Test
    void silence() {
        always(Fault.of(SocketDamage.BLACK_HOLE).lasting(PatientRecovery.TIMEOUT.plusMillis(500)));
        hour();
        assertThat(asked()).isPositive().isLessThanOrEqualTo(RUNS * ATTEMPTS);
        assertThat(outcomes()).contains("FAILED");
        assertThat(opened).isTrue();
    }

    @Test
    void answersJustInTimeAreAnswers() {
        always(Fault.ofDelay(Duration.ofMillis(50)));
        hour();
        assertThat(asked()).isEqualTo(12 * PAGES);
        assertThat(outcomes()).isEqualTo("COMPLETE");
    }

    @Test
    void refusalsOfEachKind() {
        always(
                Fault.of(CannedAnswer.of(500)),
                Fault.of(CannedAnswer.html(503)),
                Fault.of(CannedAnswer.of(403)),
                Fault.of(CannedAnswer.html(403)),
                Fault.of(CannedAnswer.rateLimited(429, RetryHint.SECONDS, 1)),
                Fault.of(CannedAnswer.rateLimited(200, RetryHint.BODY, 1)));
        hour();
        assertThat(asked()).isPositive().isLessThanOrEqualTo(RUNS * ATTEMPTS);
    }

    @Test
    void refusedCredential() {
        mirror.sandbox()
                .settings(mirror.sandbox()
                        .settings()
                        .with(JsonNodeFactory.instance.objectNode().put("user_token", "another")));
        mirror.sandbox().requests().clear();
        hour();
        assertThat(asked()).isPositive().isLessThan(12 * PAGES);
        assertThat(outcomes()).contains("FAILED");
    }

    @Test
    void nonsense() {
        always(
                Fault.of(BodyDamage.CUT_JSON),
                Fault.of(BodyDamage.UNREADABLE),
                Fault.of(PageDamage.DATA_NULL),
                Fault.of(PageDamage.DATA_AS_OBJECT),
                Fault.of(PageDamage.META_AS_ARRAY),
                Fault.of(CannedAnswer.html(200)),
                Fault.of(CannedAnswer.unsuccessful("not today")));
        hour();
        assertThat(asked()).isPositive().isLessThanOrEqualTo(RUNS * ATTEMPTS);
        assertThat(outcomes()).contains("FAILED");
    }
}
