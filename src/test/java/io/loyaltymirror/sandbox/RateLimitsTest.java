package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final SandboxSettings DOCUMENTED = SandboxSettings.documented();

    private final RateLimits limits = new RateLimits();
    private long now = -5;

    @Test
    void sixthRequestInASecondIsRefusedAndPassesWhenTheFirstIsASecondOld() {
        for (int i = 0; i < 5; i++) {
            assertThat(waitAfter(Duration.ofMillis(100))).isZero();
        }
        assertThat(waitAfter(Duration.ofMillis(599))).isEqualTo(1);
        assertThat(waitAfter(Duration.ofMillis(1))).isZero();
        assertThat(waitAfter(Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void limitSlidesOverTheBorderOfASecond() {
        now = Duration.ofMillis(900).toNanos();
        for (int i = 0; i < 5; i++) {
            assertThat(waitAfter(Duration.ZERO)).isZero();
        }
        assertThat(waitAfter(Duration.ofMillis(200))).isEqualTo(1);
    }

    @Test
    void twoHundredAndFirstRequestInAMinuteIsRefusedWithTheSecondsLeft() {
        for (int i = 0; i < 200; i++) {
            assertThat(waitAfter(Duration.ofMillis(200))).isZero();
        }
        // The first came at 0.2 s and the last at 40 s.
        assertThat(waitAfter(Duration.ofMillis(200))).isEqualTo(20);
        assertThat(waitAfter(Duration.ofMillis(19_999))).isEqualTo(1);
        assertThat(waitAfter(Duration.ofMillis(1))).isZero();
    }

    @Test
    void refusedRequestsUseNothingUp() {
        for (int i = 0; i < 50; i++) {
            waitAfter(Duration.ofMillis(10));
        }
        assertThat(waitAfter(Duration.ofMillis(510))).isZero();
    }

    @Test
    void addressesDoNotShareALimit() {
        for (int i = 0; i < 5; i++) {
            waitAfter(Duration.ZERO);
        }
        assertThat(limits.secondsToWait("10.0.0.1", now, DOCUMENTED)).isPositive();
        assertThat(limits.secondsToWait("10.0.0.2", now, DOCUMENTED)).isZero();
    }

    @Test
    void loweredLimitHoldsForWhatHasPassed() {
        for (int i = 0; i < 5; i++) {
            waitAfter(Duration.ZERO);
        }
        var lower = DOCUMENTED.withRates(2, 0);
        assertThat(limits.secondsToWait("10.0.0.1", now, lower)).isEqualTo(1);
        assertThat(limits.secondsToWait("10.0.0.1", now + 1_000_000_000, lower)).isZero();
    }

    private long waitAfter(Duration pause) {
        now += pause.toNanos();
        return limits.secondsToWait("10.0.0.1", now, DOCUMENTED);
    }
}
