package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Loads that end when the test says so. */
class SnapshotLoadsTest {

    private static final ChainId CHAIN = new ChainId(1);

    private final List<UniEmitter<? super Optional<ChainSnapshot>>> underWay = new ArrayList<>();
    private final List<Optional<ChainSnapshot>> kept = new ArrayList<>();
    private final SnapshotLoads loads = loads(Duration.ofMinutes(1));

    private SnapshotLoads loads(Duration longest) {
        return new SnapshotLoads(
                _ -> Uni.createFrom().<Optional<ChainSnapshot>>emitter(underWay::add),
                (_, snapshot) -> {
                    kept.add(snapshot);
                    return snapshot;
                },
                longest);
    }

    private static Optional<ChainSnapshot> generation(long number) {
        return Optional.of(new ChainSnapshot(new ChainStanding(1, number, Map.of()), Map.of()));
    }

    private static UniAssertSubscriber<Optional<ChainSnapshot>> asked(Uni<Optional<ChainSnapshot>> load) {
        return load.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void readsOfOneChainShareALoad() {
        var first = asked(loads.load(CHAIN));
        var second = asked(loads.load(CHAIN));
        var other = asked(loads.load(new ChainId(2)));
        assertThat(underWay).hasSize(2);
        underWay.getFirst().complete(generation(5));
        assertThat(second.awaitItem().getItem()).isSameAs(first.awaitItem().getItem());
        other.assertNotTerminated();
        asked(loads.load(CHAIN));
        assertThat(underWay).as("that one is over").hasSize(3);
    }

    @Test
    void aReadAfterAChangeGetsWhatWasLoadedAfterIt() {
        var before = asked(loads.load(CHAIN));
        loads.changed(CHAIN.value());
        assertThat(loads.isChanged(CHAIN.value())).isTrue();
        var after = asked(loads.load(CHAIN));
        underWay.getFirst().complete(generation(5));
        assertThat(before.awaitItem().getItem()).isPresent();
        after.assertNotTerminated();
        assertThat(loads.isChanged(CHAIN.value())).as("the load began before").isTrue();
        underWay.get(1).complete(generation(6));
        assertThat(after.awaitItem().getItem().orElseThrow().standing().generation())
                .isEqualTo(6);
        assertThat(loads.isChanged(CHAIN.value())).isFalse();
        assertThat(kept).hasSize(2);
    }

    @Test
    void manyChangesWhileOneLoadIsUnderWayTakeOneMore() {
        asked(loads.load(CHAIN));
        var all = List.of(asked(loads.loadAnew(CHAIN)), asked(loads.loadAnew(CHAIN)), asked(loads.loadAnew(CHAIN)));
        assertThat(underWay).hasSize(1);
        underWay.getFirst().complete(generation(5));
        assertThat(underWay).hasSize(2);
        underWay.get(1).complete(generation(8));
        all.forEach(each -> assertThat(
                        each.awaitItem().getItem().orElseThrow().standing().generation())
                .isEqualTo(8));
    }

    @Test
    void aLoadThatHangsIsGivenUpAndTheNextTriesAgain() {
        SnapshotLoads impatient = loads(Duration.ofMillis(50));
        asked(impatient.load(CHAIN)).awaitFailure().assertFailedWith(TimeoutException.class);
        asked(impatient.load(CHAIN));
        assertThat(underWay).hasSize(2);
    }

    @Test
    void aLoadThatFailsIsToldToAllAndTheNextTriesAgain() {
        loads.changed(CHAIN.value());
        var first = asked(loads.load(CHAIN));
        var second = asked(loads.load(CHAIN));
        underWay.getFirst().fail(new IOException("away"));
        first.awaitFailure().assertFailedWith(IOException.class);
        second.awaitFailure().assertFailedWith(IOException.class);
        assertThat(loads.isChanged(CHAIN.value())).isTrue();
        assertThat(kept).isEmpty();
        var third = asked(loads.load(CHAIN));
        underWay.get(1).complete(Optional.empty());
        assertThat(third.awaitItem().getItem()).isEmpty();
        assertThat(kept).containsExactly(Optional.empty());
    }
}
