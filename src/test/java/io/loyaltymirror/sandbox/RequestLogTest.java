package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestLogTest {
    private static final String LIST = "chain/706029/loyalty/certificate_types";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void eachRequestToTheApiIsLoggedWithItsStatus() {
        var before = Instant.now();
        SANDBOX.caller().get(LIST + "?page=2&title=a%20b");
        SANDBOX.caller().get("/sandbox/settings");
        SANDBOX.caller().call("DELETE", "chain/1/loyalty/certificate_types/2", "");
        var log = SANDBOX.altegio().requests().all();
        assertThat(log).extracting(LoggedRequest::number).containsExactly(1L, 2L);
        assertThat(log).extracting(LoggedRequest::status).containsExactly(200, 403);
        var first = log.getFirst();
        assertThat(first.path()).isEqualTo("/api/v1/" + LIST);
        assertThat(first.query()).isEqualTo("page=2&title=a%20b");
        assertThat(first.address()).isEqualTo("127.0.0.1");
        assertThat(first.at()).isBetween(before, Instant.now());
        assertThat(log.getLast().method()).isEqualTo("DELETE");
        assertThat(log.getLast().nanos()).isGreaterThan(first.nanos());
    }

    @Test
    void whoWantsToKnowIsToldOfAnswersBeforeTheyAreThereUntilTheNextClearing() {
        var told = new ArrayList<LoggedRequest>();
        var rows = SANDBOX.altegio().chains().get(706_029).certificateTypes();
        SANDBOX.altegio().requests().beforeAnswers(answer -> {
            told.add(answer);
            rows.delete(rows.ids().getFirst());
        });
        var first = Long.toString(rows.ids().getFirst());
        assertThat(SANDBOX.caller().get(LIST).text()).contains(first);
        assertThat(told).extracting(LoggedRequest::status).containsExactly(200);
        assertThat(SANDBOX.caller().get(LIST).text()).doesNotContain(first);
        SANDBOX.altegio().requests().clear();
        SANDBOX.caller().get(LIST);
        assertThat(told).hasSize(2);
    }

    @Test
    void requestIsLoggedOnArrivalAndAnsweredAfterTheLatency() {
        SANDBOX.settings("{\"latency_ms\": 200}");
        var start = System.nanoTime();
        var reply =
                CompletableFuture.supplyAsync(() -> SANDBOX.caller().get(LIST).status());
        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .until(() -> SANDBOX.altegio().requests().count() == 1);
        assertThat(SANDBOX.altegio().requests().all().getFirst().status()).isNull();
        assertThat(reply)
                .succeedsWithin(Duration.ofSeconds(2), InstanceOfAssertFactories.INTEGER)
                .isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
        assertThat(SANDBOX.altegio().requests().all().getFirst().status()).isEqualTo(200);
    }

    @Test
    void latencyOfOneRequestDoesNotHoldUpAnother() {
        SANDBOX.settings("{\"latency_ms\": 250}");
        var start = System.nanoTime();
        var replies = IntStream.range(0, 20)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> SANDBOX.caller().get(LIST), Thread::startVirtualThread))
                .toList();
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(20 * 250 / 2));
    }

    @Test
    void jitterIsTheSameForTheSameSeed() {
        var settings = SandboxSettings.documented();
        var jittery = settings.with(
                Json.object().put("latency_ms", 10).put("jitter_ms", 90).put("seed", 7));
        var one = new SandboxState(jittery, Clock.systemUTC());
        var two = new SandboxState(jittery, Clock.systemUTC());
        var drawn = IntStream.range(0, 50).mapToObj(i -> one.latency()).toList();
        assertThat(IntStream.range(0, 50).mapToObj(i -> two.latency())).isEqualTo(drawn);
        assertThat(drawn).allMatch(latency -> latency >= 10 && latency <= 100);
        assertThat(drawn.stream().distinct()).hasSizeGreaterThan(10);
    }

    @Test
    void controlDoorCountsAndClears() {
        IntStream.range(0, 3).forEach(i -> SANDBOX.caller().get(LIST));
        SANDBOX.caller().with("Accept", null).get(LIST);
        var log = SANDBOX.caller().get("/sandbox/requests");
        assertThat(log.at("/count").intValue()).isEqualTo(4);
        assertThat(log.at("/throttled").intValue()).isZero();
        assertThat(log.at("/by_status").toString()).isEqualTo("{\"200\":3,\"400\":1}");
        assertThat(log.at("/requests").size()).isEqualTo(4);
        assertThat(log.at("/requests/3/status").intValue()).isEqualTo(400);
        assertThat(SANDBOX.caller()
                        .get("/sandbox/requests?last=1")
                        .at("/requests/0/number")
                        .intValue())
                .isEqualTo(4);
        assertThat(SANDBOX.caller().call("DELETE", "/sandbox/requests", "").status())
                .isEqualTo(204);
        assertThat(SANDBOX.altegio().requests().count()).isZero();
    }
}
