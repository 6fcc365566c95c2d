package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnplacedTest {

    private static final long CHAIN = 7;
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final Duration TRYING = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Unplaced unplaced = new Unplaced(now::get);

    private void after(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private boolean isTried() {
        return unplaced.isWorthATry(CHAIN, true, TRYING);
    }

    @Test
    void chainOfWhichNothingIsKnownIsNotRefused() {
        assertThat(unplaced.isRefused(CHAIN)).isFalse();
        assertThat(isTried()).isFalse();
    }

    @Test
    void triedAfterItsTimeOnceOfAllThatReadThen() {
        unplaced.refuse(CHAIN, TIME, 0);
        after(TIME.minusNanos(1));
        assertThat(isTried()).isFalse();
        after(Duration.ofNanos(1));
        assertThat(isTried()).isTrue();
        assertThat(isTried()).isFalse();
        assertThat(unplaced.isRefused(CHAIN)).as("meanwhile").isTrue();
    }

    @Test
    void triedAfterItsReadsHoweverLongTheyTake() {
        unplaced.refuse(CHAIN, TIME, 3);
        after(TIME.multipliedBy(100));
        for (int read = 0; read < 3; read++) {
            assertThat(isTried()).isFalse();
        }
        assertThat(isTried()).isTrue();
    }

    @Test
    void triedAfterItsTimeAloneWhereThereIsPlace() {
        unplaced.refuse(CHAIN, TIME, 3);
        assertThat(unplaced.isWorthATry(CHAIN, false, TRYING)).isFalse();
        after(TIME);
        assertThat(unplaced.isWorthATry(CHAIN, false, TRYING)).isTrue();
    }

    @Test
    void readsAreCountedUntilItIsRefusedAgain() {
        unplaced.refuse(CHAIN, TIME, 0);
        assertThat(unplaced.reads(CHAIN)).isZero();
        after(TIME);
        assertThat(isTried()).isTrue();
        assertThat(isTried()).isFalse();
        assertThat(unplaced.reads(CHAIN)).isEqualTo(2);
        unplaced.refuse(CHAIN, TIME, 0);
        assertThat(unplaced.reads(CHAIN)).isZero();
    }

    @Test
    void readsBeforeItsTimeCount() {
        unplaced.refuse(CHAIN, TIME, 3);
        for (int read = 0; read < 10; read++) {
            assertThat(isTried()).isFalse();
        }
        after(TIME);
        assertThat(isTried()).isTrue();
    }

    @Test
    void triedAgainWhereNothingCameOfIt() {
        unplaced.refuse(CHAIN, TIME, 0);
        after(TIME);
        assertThat(isTried()).isTrue();
        after(TRYING);
        assertThat(isTried()).isTrue();
    }

    @Test
    void liftedWithAPlace() {
        unplaced.refuse(CHAIN, TIME, 0);
        unplaced.lift(CHAIN);
        after(TIME);
        assertThat(unplaced.isRefused(CHAIN)).isFalse();
        assertThat(isTried()).isFalse();
    }

    @Test
    void theNewestThatWasShownIsNotedUntilItHasAPlace() {
        unplaced.refuse(CHAIN, TIME, 0);
        assertThat(unplaced.shown(CHAIN)).isEmpty();
        unplaced.show(CHAIN, ChainStanding.of("1.7"), 3);
        unplaced.show(CHAIN, ChainStanding.of("1.6"), 3);
        after(TIME);
        assertThat(isTried()).isTrue();
        assertThat(unplaced.shown(CHAIN)).contains(ChainStanding.of("1.7"));
        unplaced.refuse(CHAIN, TIME, 0);
        assertThat(unplaced.shown(CHAIN)).contains(ChainStanding.of("1.7"));
        unplaced.lift(CHAIN);
        assertThat(unplaced.shown(CHAIN)).isEmpty();
    }

    @Test
    void chainThatAQueryShowedIsRefusedForItsReads() {
        unplaced.show(CHAIN, ChainStanding.of("1.7"), 1);
        assertThat(unplaced.isRefused(CHAIN)).isTrue();
        assertThat(isTried()).isFalse();
        assertThat(isTried()).isTrue();
    }
}
