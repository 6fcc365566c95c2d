package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.RetryHint;
import io.loyaltymirror.sandbox.SocketDamage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A create whose answer does not come, or that does not leave. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class DoubtTest extends OwnTill {

    @BeforeEach
    void open() {
        open(802, 3, 0);
    }

    @Test
    void createWhoseAnswerIsLostIsFoundOut() {
        Response answer = createWith(lost());
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.jsonPath().getBoolean("success")).isFalse();
        assertThat(till.at(answer).jsonPath().getString("state")).isEqualTo("UNKNOWN");
        assertThat(till.create("k1", "Gift").statusCode()).as("the same key").isEqualTo(202);
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("ADOPTED");
        long id = till.titled("Gift").getFirst();
        assertThat(till.served(id).statusCode()).isEqualTo(200);
        Response again = till.create("k1", "Gift");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getLong("data.id")).isEqualTo(id);
        assertThat(till.sent("POST")).isEqualTo(1);
    }

    @Test
    void createThatDidNotHappenIsAbsentOnlyByACompleteScanAfterTheSettleWindow() {
        Response answer = createWith(vain());
        assertThat(answer.statusCode()).isEqualTo(202);
        for (Duration time : new Duration[] {Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofSeconds(51)}) {
            till.later(time);
            mirror.sync(till.id(), "certificate_type");
            assertThat(till.state(answer)).isEqualTo("UNKNOWN");
        }
        till.later(SETTLED);
        assertThat(till.state(answer)).as("no scan began after the window").isEqualTo("UNKNOWN");
        mirror.sync(till.id(), "certificate_type");
        till.later(SETTLED);
        assertThat(till.state(answer)).isEqualTo("ABSENT");
        assertThat(till.at(answer).jsonPath().getInt("looks")).isEqualTo(5);
        Response again = till.create("k1", "Gift");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(till.titled("Gift")).hasSize(1);
        assertThat(till.at(answer).jsonPath().getList("attempts.outcome")).containsExactly("ABSENT", "SUCCEEDED");
    }

    /** Upstream does it after everybody has looked for it once. */
    @Test
    void createThatIsCommittedLateIsFoundOut() {
        next("POST", Fault.of(SocketDamage.CLOSE).committedAfter(Duration.ofSeconds(2)));
        Response answer = till.create("k1", "Gift");
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("UNKNOWN");
        await().until(() -> !till.titled("Gift").isEmpty());
        till.later(Duration.ofSeconds(9));
        assertThat(till.state(answer)).isEqualTo("ADOPTED");
    }

    @Test
    void whileItIsUnknownTheSameTitleWaits() {
        Response first = createWith(vain());
        Response other = till.create("k2", "Gift");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.header("Location")).isEqualTo(first.header("Location"));
        assertThat(other.header("Retry-After")).isNotNull();
        assertThat(till.create("k3", "Another").statusCode()).isEqualTo(200);
        assertThat(till.create(null, "Gift").statusCode())
                .as("the same without a key")
                .isEqualTo(202);
        assertThat(till.sent("POST")).isEqualTo(2);
    }

    @Test
    void whatSurelyDidNotLeaveMayBeTriedAgainWithTheSameKey() {
        mirror.network().refuse();
        Response answer = till.create("k1", "Gift");
        mirror.network().accept();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(till.state(answer)).isEqualTo("NOT_SENT");
        await().until(upstream::admitsWrites);
        assertThat(till.create("k1", "Gift").statusCode()).isEqualTo(200);
        assertThat(till.sent("POST")).isEqualTo(1);
    }

    @Test
    void whatUpstreamThrottledIsSentAgainInTime() {
        next("POST", Fault.of(CannedAnswer.rateLimited(429, RetryHint.SECONDS, 0)));
        assertThat(till.create("k1", "Gift").statusCode()).isEqualTo(200);
        assertThat(till.sent("POST")).isEqualTo(2);
        assertThat(till.titled("Gift")).hasSize(1);
    }

    @Test
    void refusedCredentialIsNotTheCallers() {
        next("POST", Fault.of(CannedAnswer.of(401)));
        Response answer = till.create("k1", "Gift");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(till.state(answer)).isEqualTo("NOT_SENT");
        assertThat(till.create("k1", "Gift").statusCode()).isEqualTo(200);
    }

    @Test
    void upstreamThatIsLeftAloneIsNotWrittenToAndProbedByARead() {
        next("POST", Fault.of(CannedAnswer.of(503)).beforeEffect().repeated(99));
        for (int i = 0; upstream.admitsWrites(); i++) {
            till.create(null, "Gift " + i);
        }
        mirror.sandbox().faults().clear();
        long rows = till.rowsOfLedger();
        mirror.sandbox().requests().clear();
        Response answer = till.create(null, "One more");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(till.rowsOfLedger()).isEqualTo(rows);
        await().until(upstream::admitsWrites);
        assertThat(mirror.sandbox().requests().all())
                .isNotEmpty()
                .allMatch(request -> request.method().equals("GET"));
    }
}
