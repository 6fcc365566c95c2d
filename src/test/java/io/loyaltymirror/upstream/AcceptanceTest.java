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

    private Ticket scan() {
        return acceptance.admit(Traffic.SCAN, false);
    }

    private boolean mayAsk(Ticket ticket) {
        return acceptance.admits(ticket);
    }

    @Test
    void everybodyMayAskAtFirst() {
        assertThat(mayAsk(scan())).isTrue();
        assertThat(mayAsk(acceptance.admit(Traffic.INTERACTIVE, true))).isTrue();
        assertThat(acceptance.isRefused()).isFalse();
    }

    @Test
    void refusalStopsTheScansThatAreUnderWayAndThoseToCome() {
        Ticket begun = scan();
        acceptance.refuse();
        assertThat(mayAsk(begun)).isFalse();
        assertThat(mayAsk(scan())).isFalse();
        assertThat(acceptance.isResting()).isTrue();
    }

    @Test
    void requestThatSomebodyWaitsForMayAlwaysAsk() {
        Ticket begun = acceptance.admit(Traffic.INTERACTIVE, true);
        acceptance.refuse();
        assertThat(mayAsk(begun)).isTrue();
        assertThat(mayAsk(acceptance.admit(Traffic.INTERACTIVE, true))).isTrue();
    }

    @Test
    void afterTheRestOneScanTriesWithAllItsRequests() {
        acceptance.refuse();
        pass(REST);
        Ticket first = scan();
        Ticket second = scan();
        assertThat(mayAsk(first)).isTrue();
        assertThat(mayAsk(first)).isTrue();
        assertThat(mayAsk(second)).isFalse();
    }

    @Test
    void tryInVainBeginsAnotherRest() {
        acceptance.refuse();
        pass(REST);
        scan();
        assertThat(acceptance.refuse()).as("news").isFalse();
        pass(REST.minusNanos(1));
        assertThat(mayAsk(scan())).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(mayAsk(scan())).isTrue();
    }

    @Test
    void acceptanceLetsAllGoOn() {
        assertThat(acceptance.refuse()).isTrue();
        assertThat(acceptance.accept(1)).isTrue();
        assertThat(acceptance.accept(1)).isFalse();
        assertThat(acceptance.isResting()).isFalse();
        assertThat(mayAsk(scan())).isTrue();
    }

    @Test
    void answerToAnOlderRequestSaysNothingOfTheRefusal() {
        acceptance.refuse();
        assertThat(acceptance.accept(0)).isFalse();
        assertThat(acceptance.isRefused()).isTrue();
    }

    @Test
    void scanThatSomebodyAsksForNeedNotWait() {
        acceptance.refuse();
        assertThat(mayAsk(acceptance.admit(Traffic.SCAN, true))).isTrue();
        assertThat(acceptance.isResting()).as("for all others").isTrue();
    }
}
