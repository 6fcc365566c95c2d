package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Configured;
import io.loyaltymirror.mirror.ChainStanding.Told;
import io.loyaltymirror.mirror.Reading.Found;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of publications that cross a load or a new listener, step by step. */
class SnapshotsUnheardTest {

    private static final ChainId CHAIN = new ChainId(1);

    private final DatabaseClock clock = new DatabaseClock();
    private final Deque<UniEmitter<? super Optional<ChainSnapshot>>> loads = new ArrayDeque<>();
    private final Deque<UniEmitter<? super Map<Long, ChainStanding>>> looks = new ArrayDeque<>();
    private Snapshots snapshots;
    private boolean isHearing = true;

    /** A database that answers when the test says so. */
    private final class Rows extends SnapshotRows {

        Rows() {
            super(null, clock);
        }

        @Override
        Uni<Optional<ChainSnapshot>> load(ChainId chain, long most) {
            return Uni.createFrom().emitter(load -> loads.add(load));
        }

        @Override
        Uni<Map<Long, ChainStanding>> standings(Collection<Long> chains) {
            return Uni.createFrom().emitter(look -> looks.add(look));
        }
    }

    @BeforeEach
    void begin() {
        clock.told(Instant.now(), System.nanoTime());
        SnapshotsConfig config = Configured.as(SnapshotsConfig.class, Map.of());
        Rows rows = new Rows();
        SnapshotCache cache = new SnapshotCache(new SnapshotsBound(config), rows);
        snapshots = new Snapshots(config, rows, cache, new SnapshotMeters(cache, new SimpleMeterRegistry()), clock);
        snapshots.hearBy(() -> isHearing);
    }

    private static ChainStanding standing(long generation) {
        Map<Kind, Instant> asOf = new EnumMap<>(Kind.class);
        asOf.put(Kind.CERTIFICATE_TYPE, Instant.now());
        return new ChainStanding(1, generation, asOf);
    }

    private static Optional<ChainSnapshot> snapshot(long generation) {
        return Optional.of(
                new ChainSnapshot(standing(generation), Map.of(Kind.CERTIFICATE_TYPE, KindSnapshot.of(List.of()))));
    }

    private UniAssertSubscriber<Reading<String>> read() {
        return snapshots
                .read(
                        CHAIN,
                        Kind.CERTIFICATE_TYPE,
                        0,
                        _ -> "heap",
                        () -> Uni.createFrom().<Reading<String>>failure(new IOException("nobody asks the database")))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private static String generation(UniAssertSubscriber<Reading<String>> read) {
        return ((Found<String>) read.awaitItem().getItem()).generation();
    }

    private void held(long generation) {
        var read = read();
        loads.remove().complete(snapshot(generation));
        assertThat(generation(read)).isEqualTo("1." + generation);
    }

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
