package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final RuntimeException FAILURE = new UpstreamFailure.Ambiguous("no answer", null);

    @Test
    void waitDoubles() {
        BackOff backOff = backOff(0);
        assertThat(backOff.nextDelayInMillis(FAILURE)).isEqualTo(500);
        assertThat(backOff.nextDelayInMillis(FAILURE)).isEqualTo(1_000);
        assertThat(backOff.nextDelayInMillis(FAILURE)).isEqualTo(2_000);
    }

    @Test
    void upstreamsOwnWordGoesBefore() {
        BackOff backOff = backOff(0);
        assertThat(backOff.nextDelayInMillis(throttled(7))).isEqualTo(7_000);
        assertThat(backOff.nextDelayInMillis(FAILURE)).isEqualTo(1_000);
    }

    @Test
    void randomPartIsAddedAndStaysInItsBounds() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            seen.add(backOff(9).nextDelayInMillis(FAILURE));
        }
        assertThat(seen).containsExactlyInAnyOrder(500L, 501L, 502L, 503L, 504L, 505L, 506L, 507L, 508L, 509L);
    }

    @Test
    void callersThatWereThrottledTogetherDoNotComeBackTogetherNorTooEarly() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(backOff(200).nextDelayInMillis(throttled(5)));
        }
        assertThat(seen).hasSizeGreaterThan(50).allMatch(wait -> wait >= 5_000 && wait <= 5_200);
    }

    private static UpstreamFailure throttled(int seconds) {
        return new UpstreamFailure.Throttled(Duration.ofSeconds(seconds), "too many requests");
    }

    private static BackOff backOff(int jitter) {
        return new BackOff(
                new Numbers(3, Duration.ofMillis(500), Duration.ofMillis(jitter), Duration.ZERO, Duration.ZERO));
    }

    private record Numbers(int max, Duration delay, Duration jitter, Duration throttledLeast, Duration throttledMost)
            implements UpstreamConfig.Retry {}
}
