package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.ChainStanding.Told;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of publications that cross a load or a new listener, step by step. */
class SnapshotsUnheardTest extends SteppedSnapshots {

    @Test
    void whatIsHeardIsLoadedAtOnceAndTheOneBeforeIsServedMeanwhile() {
        held(5);
        snapshots.published(new Told(1, Optional.of(standing(6))));
        assertThat(generation(read())).isEqualTo("1.5");
        loads.remove().complete(snapshot(6));
        assertThat(generation(read())).isEqualTo("1.6");
        assertThat(loads).isEmpty();
    }

    @Test
    void whatIsHeardWhileALoadIsUnderWayIsNotMissed() {
        var first = read();
        snapshots.published(new Told(1, Optional.of(standing(6))));
        loads.remove().complete(snapshot(5));
        assertThat(generation(first)).isEqualTo("1.5");
        var second = read();
        loads.remove().complete(snapshot(6));
        assertThat(generation(second)).isEqualTo("1.6");
    }

    /** It may have begun before the listener listened, and what was published in between is told to nobody. */
    @Test
    void aLoadThatBeganBeforeTheListenerIsNotTrusted() {
        var before = read();
        var compared = snapshots.compareAll().subscribe().withSubscriber(UniAssertSubscriber.create());
        loads.remove().complete(snapshot(5));
        looks.remove().complete(Map.of());
        compared.awaitItem();
        assertThat(generation(before)).isEqualTo("1.5");
        var after = read();
        loads.remove().complete(snapshot(6));
        assertThat(generation(after)).isEqualTo("1.6");
    }

    @Test
    void ownWritesAreWaitedFor() {
        held(5);
        snapshots.wrote(CHAIN);
        var read = read();
        read.assertNotTerminated();
        loads.remove().complete(snapshot(6));
        assertThat(generation(read)).isEqualTo("1.6");
    }

    @Test
    void whileNothingIsHeardEachReadLooksFirstAndServesWhatIsHeldWhereTheLookFails() {
        held(5);
        isHearing = false;
        var same = read();
        looks.remove().complete(Map.of(1L, standing(5)));
        assertThat(generation(same)).isEqualTo("1.5");
        var newer = read();
        looks.remove().complete(Map.of(1L, standing(6)));
        loads.remove().complete(snapshot(6));
        assertThat(generation(newer)).isEqualTo("1.6");
        var failing = read();
        looks.remove().fail(new IOException("away"));
        assertThat(generation(failing)).isEqualTo("1.6");
        var prober = read();
        assertThat(looks).as("one finds out").hasSize(1);
        assertThat(generation(read())).as("nobody else waits").isEqualTo("1.6");
        looks.remove().complete(Map.of(1L, standing(6)));
        assertThat(generation(prober)).isEqualTo("1.6");
        read();
        read();
        assertThat(looks).as("joined").hasSize(1);
    }

    @Test
    void aLookThatComesLateIsShownByTheNextRead() {
        held(5);
        isHearing = false;
        assertThat(generation(read())).isEqualTo("1.5");
        looks.remove().complete(Map.of(1L, standing(6)));
        var next = read();
        loads.remove().complete(snapshot(6));
        assertThat(generation(next)).isEqualTo("1.6");
    }

    /** A connection to a server that lags behind, or one that was restored. */
    @Test
    void whatIsOlderThanWhatIsHeldIsNotServed() {
        held(5);
        snapshots.wrote(CHAIN);
        var read = read();
        loads.remove().complete(snapshot(4));
        assertThat(generation(read)).isEqualTo("1.5");
        assertThat(generation(read())).isEqualTo("1.5");
        snapshots.published(new Told(1, Optional.of(standing(6))));
        loads.remove().complete(snapshot(5));
        var waiting = read();
        loads.remove().complete(snapshot(6));
        assertThat(generation(waiting)).as("it was told").isEqualTo("1.6");
    }

    @Test
    void aNewEpochIsNewerWhateverItsNumber() {
        held(5);
        snapshots.wrote(CHAIN);
        var read = read();
        loads.remove()
                .complete(Optional.of(new ChainSnapshot(
                        new ChainStanding(2, 1, standing(1).asOf()),
                        Map.of(Kind.CERTIFICATE_TYPE, KindSnapshot.of(List.of())))));
        assertThat(generation(read)).isEqualTo("2.1");
    }

    @Test
    void aLookThatDoesNotComeIsNotWaitedFor() {
        held(5);
        isHearing = false;
        assertThat(generation(read())).isEqualTo("1.5");
        assertThat(looks).hasSize(1);
    }

    @Test
    void chainThatIsRemovedIsForgottenThoughALoadBringsItBack() {
        held(5);
        snapshots.wrote(CHAIN);
        var read = read();
        snapshots.published(new Told(1, Optional.empty()));
        loads.remove().complete(snapshot(5));
        assertThat(generation(read)).isEqualTo("1.5");
        var after = read();
        loads.remove().complete(Optional.empty());
        assertThat(after.awaitItem().getItem()).isInstanceOf(Reading.UnknownChain.class);
    }
}
