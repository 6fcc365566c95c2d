package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Ages by the database's clock, whatever ours says. */
class DatabaseClockTest {

    private static final Instant NOON = Instant.parse("2020-01-01T12:00:00Z");

    private final DatabaseClock clock = new DatabaseClock();
    private final long now = System.nanoTime();

    private void told(Instant time, Duration ago) {
        clock.told(time, now - ago.toNanos());
    }

    @Test
    void goesOnFromWhenItWasAsked() {
        told(NOON, Duration.ofSeconds(5));
        assertThat(clock.since(NOON)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(65));
    }

    @Test
    void answerThatWasAskedForEarlierDoesNotOvertake() {
        told(NOON, Duration.ZERO);
        told(NOON.plusSeconds(100), Duration.ofSeconds(10));
        assertThat(clock.since(NOON)).isLessThan(Duration.ofSeconds(60));
        told(NOON.plusSeconds(200), Duration.ZERO);
        assertThat(clock.since(NOON)).isGreaterThanOrEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void whatIsToComeIsOfNow() {
        told(NOON, Duration.ZERO);
        assertThat(clock.since(NOON.plusSeconds(600))).isZero();
    }
}
