package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTimeTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    /** Answers that take from 1 to 200 ms, a clock that drifts by half a millisecond a second, and is set now and then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void boundsHoldWhateverTheAnswersWayAndTheDatabasesClock(long seed) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        DatabaseTime time = new DatabaseTime();
        double ahead = 1e18;
        long here = -random.nextLong(1L << 60);
        long doubts = 0;
        for (int i = 0; i < 5_000; i++) {
            long gap = random.nextLong(400 * MILLISECOND);
            here += gap;
            ahead += gap * 0.000_5 + (random.nextInt(500) == 0 ? random.nextLong(-3_600, 3_600) * 1e9 : 0);
            long there = MILLISECOND + random.nextLong(random.nextInt(5) == 0 ? 100 * MILLISECOND : 2 * MILLISECOND);
            long back = MILLISECOND + random.nextLong(random.nextInt(5) == 0 ? 100 * MILLISECOND : 2 * MILLISECOND);
            long millis = Math.ceilDiv(here + there + (long) ahead, MILLISECOND);
            time.hear(here, here + there + back, millis);
            here += there + back;
            // When will it be a second later there?
            long due = (millis + 1_000) * MILLISECOND - (long) ahead;
            assertThat(time.soonest(millis + 1_000)).isLessThanOrEqualTo(due);
            assertThat(time.earliest(millis + 1_000)).isGreaterThanOrEqualTo(due);
            doubts += time.doubt();
        }
        assertThat(doubts / 5_000).isLessThan(6 * MILLISECOND);
    }
}
