package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstream's windows slide, so every one of them is looked at: the permit that leaves it must be older than it is long. */
class PermitScheduleTest {

    private static final int PERMITS = 5_000;
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** A monotonic clock may begin anywhere. */
    private static final long BEGIN = -30 * SECOND;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverMoreThanTheLimitsHoweverRequestsArrive(long seed) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        long[] at = permits(new PermitSchedule(5, 200), now -> now + pause(random));

        assertAtMost(5, SECOND, at);
        assertAtMost(200, MINUTE, at);
    }

    @Test
    void eachLimitHoldsWithoutTheOther() {
        assertAtMost(5, SECOND, permits(new PermitSchedule(5, 0), now -> now));
        assertAtMost(200, MINUTE, permits(new PermitSchedule(0, 200), now -> now));
    }

    @Test
    void jitterOf20MillisecondsDoesNotMakeASixthInASecondOr50A201stInAMinute() {
        long[] at = permits(new PermitSchedule(5, 200), now -> now);
        assertAtMost(5, SECOND + 20 * MILLISECOND, at);
        assertAtMost(200, MINUTE + 50 * MILLISECOND, at);
    }

    @Test
    void constantDemandUsesNearlyTheWholeBudget() {
        assertThat(used(new PermitSchedule(5, 200), 200 / 60.0)).isBetween(0.97, 1.0);
        assertThat(used(new PermitSchedule(5, 0), 5)).isBetween(0.97, 1.0);
        assertThat(used(new PermitSchedule(0, 200), 200 / 60.0)).isBetween(0.97, 1.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void permitsComeInOrderAndNeverBeforeTheyWereAskedFor(long seed) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        PermitSchedule schedule = new PermitSchedule(5, 200);
        long now = BEGIN;
        long last = now;
        for (int i = 0; i < PERMITS; i++) {
            now += pause(random);
            long at = next(schedule, now);
            assertThat(at).isGreaterThanOrEqualTo(now).isGreaterThanOrEqualTo(last);
            last = at;
        }
    }

    @Test
    void firstRequestAndOneAfterAPauseDoNotWait() {
        PermitSchedule schedule = new PermitSchedule(5, 200);
        assertThat(next(schedule, BEGIN)).isEqualTo(BEGIN);
        assertThat(next(schedule, BEGIN)).isEqualTo(BEGIN + 204 * MILLISECOND);
        assertThat(next(schedule, BEGIN + SECOND)).isEqualTo(BEGIN + SECOND);
    }

    @Test
    void zeroMeansNoLimit() {
        assertThat(permits(new PermitSchedule(0, 0), now -> now)).containsOnly(BEGIN);
    }

    /** Crowds, trickles and silences, some long enough for the minute to run empty. */
    private static long pause(RandomGenerator random) {
        return switch (random.nextInt(100)) {
            case 0 -> random.nextLong(2 * MINUTE);
            case 1, 2, 3, 4 -> random.nextLong(3 * SECOND);
            default -> random.nextBoolean() ? 0 : random.nextLong(400 * MILLISECOND);
        };
    }

    private static long[] permits(PermitSchedule schedule, LongUnaryOperator clock) {
        long[] at = new long[PERMITS];
        long now = BEGIN;
        for (int i = 0; i < PERMITS; i++) {
            now = clock.applyAsLong(now);
            at[i] = next(schedule, now);
        }
        return at;
    }

    /** The next request leaves as soon as it may. */
    private static long next(PermitSchedule schedule, long now) {
        long at = schedule.earliest(now);
        schedule.used(at);
        return at;
    }

    private static void assertAtMost(int limit, long window, long... at) {
        for (int i = limit; i < at.length; i++) {
            assertThat(at[i] - at[i - limit])
                    .as("permit %d and the one %d before it", i, limit)
                    .isGreaterThanOrEqualTo(window);
        }
    }

    /** The share of the rate, in requests a second, that callers get who always want more; over 24 whole minutes. */
    private static double used(PermitSchedule schedule, double rate) {
        int many = 24 * 200;
        long[] at = permits(schedule, now -> now);
        double seconds = (at[many] - at[0]) / (double) SECOND;
        return many / seconds / rate;
    }

    @Test
    void whatComesNextIsSpacedFromWhenTheBytesLeft() {
        PermitSchedule schedule = new PermitSchedule(5, 200);
        schedule.used(0);
        schedule.left(40_000_000);
        assertThat(schedule.earliest(0)).isEqualTo(244_000_000);
    }
}
