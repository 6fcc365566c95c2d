package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Configured;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The guards' numbers, each as it is configured. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class GuardsTest {

    private static final TypeLiteral<Uni<String>> TEXT = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration DELAY = Duration.ofMillis(400);

    @Inject
    Exchanges exchanges;

    @Inject
    CircuitBreakerMaintenance breakers;

    @Inject
    Vertx vertx;

    private final AtomicInteger attempts = new AtomicInteger();
    private String name;
    private Guards guards;

    @BeforeEach
    void guards() {
        name = "guards" + COUNT.incrementAndGet();
        guards = guards(2, 4, "0.5");
    }

    private Guards guards(int retries, int window, String ratio) {
        Map<String, String> values = new HashMap<>();
        values.put("mirror.upstream.partner-token", "one");
        values.put("mirror.upstream.user-token", "two");
        values.put("mirror.upstream.retry.max", Integer.toString(retries));
        values.put("mirror.upstream.retry.delay", "1ms");
        values.put("mirror.upstream.retry.jitter", "1ms");
        values.put("mirror.upstream.breaker.window", Integer.toString(window));
        values.put("mirror.upstream.breaker.failure-ratio", ratio);
        values.put("mirror.upstream.breaker.delay", DELAY.toMillis() + "ms");
        name = name + "." + retries;
        return new Guards(
                Configured.as(UpstreamConfig.class, values), name, new UpstreamMeters(new SimpleMeterRegistry()));
    }

    private Supplier<Uni<String>> answer(UpstreamFailure failure) {
        return () -> {
            attempts.incrementAndGet();
            return failure == null
                    ? Uni.createFrom().item("answer")
                    : Uni.createFrom().failure(failure);
        };
    }

    private Object read(UpstreamFailure failure) throws Exception {
        return outcome(() -> guards.read(answer(failure), exchanges.scan(true), TEXT));
    }

    private Object write(UpstreamFailure failure) throws Exception {
        return outcome(() -> guards.write(answer(failure), exchanges.scan(true), TEXT));
    }

    private Object outcome(Supplier<Uni<String>> call) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> call.get().subscribe().with(outcome::complete, outcome::complete));
        return outcome.get(10, TimeUnit.SECONDS);
    }

    private static UpstreamFailure ambiguous() {
        return new Ambiguous("no answer", null);
    }

    static Stream<Arguments> attemptsOfEachFailure() {
        return Stream.of(
                Arguments.of(ambiguous(), 3, 1),
                Arguments.of(new NotSent("no connection", null), 3, 3),
                Arguments.of(new Throttled(Duration.ofMillis(1), "too many"), 3, 3),
                Arguments.of(new Rejected(Reason.NOT_FOUND, "no"), 1, 1),
                Arguments.of(new Rejected(Reason.CREDENTIAL, "no"), 1, 1));
    }

    @ParameterizedTest
    @MethodSource("attemptsOfEachFailure")
    void readIsTriedAgainForPassingReasonsAndAWriteOnlyWhereItSurelyWasNotExecuted(
            UpstreamFailure failure, int reads, int writes) throws Exception {
        guards = guards(2, 100, "1");
        assertThat(read(failure)).isSameAs(failure);
        assertThat(attempts).hasValue(reads);
        attempts.set(0);
        assertThat(write(failure)).isSameAs(failure);
        assertThat(attempts).hasValue(writes);
    }

    @Test
    void breakerOpensAtItsShareOfItsWindowAndNothingLeavesUntilItsDelayIsOver() throws Exception {
        guards = guards(0, 4, "0.5");
        read(null);
        read(null);
        read(ambiguous());
        assertThat(breakers.currentState(name)).isEqualTo(CircuitBreakerState.CLOSED);
        read(ambiguous());
        assertThat(breakers.currentState(name)).isEqualTo(CircuitBreakerState.OPEN);
        attempts.set(0);
        assertThat(read(null)).isInstanceOf(NotSent.class);
        assertThat(write(null)).as("one breaker for both").isInstanceOf(NotSent.class);
        assertThat(attempts).hasValue(0);
        long open = System.nanoTime();
        await().pollInterval(Duration.ofMillis(10)).until(() -> read(null).equals("answer"));
        assertThat(System.nanoTime() - open).isGreaterThan(DELAY.toNanos() * 9 / 10);
        assertThat(breakers.currentState(name)).isEqualTo(CircuitBreakerState.CLOSED);
    }

    @Test
    void failingTryOpensItAgain() throws Exception {
        guards = guards(0, 2, "1");
        read(ambiguous());
        read(ambiguous());
        attempts.set(0);
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            read(ambiguous());
            return attempts.get() == 1;
        });
        assertThat(read(null)).isInstanceOf(NotSent.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void refusalsAndThrottlingDoNotOpenIt() throws Exception {
        guards = guards(0, 2, "0.5");
        for (int i = 0; i < 10; i++) {
            read(new Rejected(Reason.FORBIDDEN, "no"));
            read(new Throttled(Duration.ofMillis(1), "too many"));
            read(new Ambiguous("status 404: a page", null, false));
            read(new NotSent("no permit was fresh enough", null, false));
        }
        assertThat(breakers.currentState(name)).isEqualTo(CircuitBreakerState.CLOSED);
        assertThat(attempts).hasValue(40);
    }

    /** Once its delay is over the breaker lets one request try, which must not be a write. */
    @Test
    void writeDoesNotTryWhetherUpstreamWorksAgain() throws Exception {
        guards = guards(0, 2, "1");
        read(ambiguous());
        read(ambiguous());
        attempts.set(0);
        Thread.sleep(DELAY.toMillis() * 3 / 2);
        assertThat(write(null)).isInstanceOf(NotSent.class);
        assertThat(attempts).hasValue(0);
        assertThat(read(null)).isEqualTo("answer");
        assertThat(write(null)).isEqualTo("answer");
    }

    /** What did not leave shows nothing of upstream: the breaker stays as it is. */
    @Test
    void tryThatDoesNotLeaveClosesNothing() throws Exception {
        guards = guards(0, 2, "1");
        read(ambiguous());
        read(ambiguous());
        Thread.sleep(DELAY.toMillis() * 3 / 2);
        read(new NotSent("no permit was fresh enough", null, false));
        assertThat(breakers.currentState(name)).isEqualTo(CircuitBreakerState.OPEN);
        assertThat(write(null)).isInstanceOf(NotSent.class);
    }

    /** What would leave too late is not waited for: whoever waits hears of it now. */
    @Test
    void nothingIsTriedAgainThatCouldNotLeaveInTime() throws Exception {
        long leaveBy = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        Throttled longer = new Throttled(Duration.ofSeconds(4), "too many");
        assertThat(outcome(() -> guards.write(answer(longer), exchanges.interactive(leaveBy), TEXT)))
                .isSameAs(longer);
        assertThat(outcome(() -> guards.read(answer(longer), exchanges.interactive(leaveBy), TEXT)))
                .isSameAs(longer);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void writesBeyondTheBulkheadAreRefusedAtOnce() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        vertx.getOrCreateContext().runOnContext(_ -> {
            for (int i = 0; i < 60; i++) {
                guards.write(() -> Uni.createFrom().nothing(), exchanges.interactive(), TEXT)
                        .subscribe()
                        .with(_ -> {}, _ -> refused.incrementAndGet());
            }
        });
        await().until(() -> refused.get() == 9);
        assertThat(((NotSent) write(null))).hasMessage(IoEvent.TOO_MANY.words());
        assertThat(read(null)).as("reads go on").isEqualTo("answer");
    }
}
