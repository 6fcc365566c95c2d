package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AcceptanceTest {

    private static final Duration REST = Duration.ofMinutes(1);

    private long now = Long.MAX_VALUE - 5;
    private final Acceptance acceptance = new Acceptance(REST, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void everybodyMayAskAtFirst() {
        assertThat(acceptance.admits(acceptance.admit())).isTrue();
        assertThat(acceptance.admits(Acceptance.ALWAYS)).isTrue();
        assertThat(acceptance.isRefused()).isFalse();
    }

    @Test
    void refusalStopsTheScansThatAreUnderWayAndThoseToCome() {
        long begun = acceptance.admit();
        acceptance.refuse();
        assertThat(acceptance.admits(begun)).isFalse();
        assertThat(acceptance.admits(acceptance.admit())).isFalse();
        assertThat(acceptance.isResting()).isTrue();
    }

    @Test
    void requestThatSomebodyWaitsForMayAlwaysAsk() {
        acceptance.refuse();
        assertThat(acceptance.admits(Acceptance.ALWAYS)).isTrue();
    }

    @Test
    void afterTheRestOneScanTriesWithAllItsRequests() {
        acceptance.refuse();
        pass(REST);
        long first = acceptance.admit();
        long second = acceptance.admit();
        assertThat(acceptance.admits(first)).isTrue();
        assertThat(acceptance.admits(first)).isTrue();
        assertThat(acceptance.admits(second)).isFalse();
    }

    @Test
    void tryInVainBeginsAnotherRest() {
        acceptance.refuse();
        pass(REST);
        acceptance.admit();
        assertThat(acceptance.refuse()).as("news").isFalse();
        pass(REST.minusNanos(1));
        assertThat(acceptance.admits(acceptance.admit())).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(acceptance.admits(acceptance.admit())).isTrue();
    }

    @Test
    void acceptanceLetsAllGoOn() {
        assertThat(acceptance.refuse()).isTrue();
        assertThat(acceptance.accept()).isTrue();
        assertThat(acceptance.accept()).isFalse();
        assertThat(acceptance.isResting()).isFalse();
        assertThat(acceptance.admits(acceptance.admit())).isTrue();
    }

    @Test
    void somebodyWithAReasonNeedNotWait() {
        acceptance.refuse();
        acceptance.tryNow();
        assertThat(acceptance.isResting()).isFalse();
        assertThat(acceptance.admits(acceptance.admit())).isTrue();
    }
}
