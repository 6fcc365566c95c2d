package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.ChainStanding.Told;
import io.loyaltymirror.mirror.Reading.Found;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chains that are read seldom where others, which are read more, take all the place there is. */
class SnapshotsWithoutPlaceTest extends SteppedSnapshots {

    private static final List<ChainId> OFTEN = List.of(new ChainId(10), new ChainId(11));
    private static final ChainId SELDOM = new ChainId(2);
    private static final ChainId OTHER = new ChainId(3);

    /** The first one, and as many as a load is worth. */
    private static final int READS = 1 + 100;

    private static final Duration NOT_ADMITTED = Duration.ofSeconds(5);
    private static final Duration OVERTAKEN = Duration.ofSeconds(1);

    private final Deque<UniEmitter<? super Reading<String>>> queries = new ArrayDeque<>();

    /** And for half of a third one: in life nothing fits to the byte. */
    @BeforeEach
    void placeForTwo() {
        int one = snapshot(5).orElseThrow().weight();
        begin(Map.of("mirror.snapshots.max-bytes", String.valueOf(2 * one + one / 2)));
        for (ChainId chain : OFTEN) {
            read(chain);
            loads.remove().complete(snapshot(5));
        }
        for (int round = 0; round < 20; round++) {
            OFTEN.forEach(chain -> assertThat(value(read(chain))).isEqualTo("heap"));
        }
    }

    /** Now it is known that there is no more place. */
    private void loadedInVain() {
        var first = read(SELDOM);
        loads.remove().complete(snapshot(5));
        assertThat(value(first)).isEqualTo("heap");
    }

    private void placeAgain() {
        OFTEN.forEach(chain -> snapshots.published(new Told(chain.value(), Optional.empty())));
    }

    private UniAssertSubscriber<Reading<String>> read(ChainId chain) {
        return snapshots
                .read(
                        chain,
                        Kind.CERTIFICATE_TYPE,
                        0,
                        _ -> "heap",
                        () -> Uni.createFrom().emitter(query -> queries.add(query)))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void queried(ChainId chain, Reading<String> answer) {
        var read = read(chain);
        queries.remove().complete(answer);
        read.awaitItem();
    }

    private static Reading<String> shown(String generation) {
        return new Found<>(generation, "", Duration.ZERO, "query");
    }

    private static String value(UniAssertSubscriber<Reading<String>> read) {
        return found(read).value();
    }

    private void queried(ChainId chain, int times) {
        for (int read = 0; read < times; read++) {
            queried(chain, shown("1.5"));
        }
    }

    @Test
    void whatHadToGoAtOnceIsReadByQueryForATimeHoweverOften() {
        loadedInVain();
        queried(SELDOM, 2 * READS);
        assertThat(loads).isEmpty();
        nanoTime.addAndGet(NOT_ADMITTED.toNanos());
        queried(SELDOM, 1);
        assertThat(loads).hasSize(1);
    }

    @Test
    void andForSomeReadsHoweverLongTheyTake() {
        loadedInVain();
        nanoTime.addAndGet(Duration.ofDays(1).toNanos());
        queried(SELDOM, READS - 1);
        assertThat(loads).isEmpty();
        queried(SELDOM, 1);
        assertThat(loads).hasSize(1);
    }

    @Test
    void butNotWhereThereIsPlaceAgain() {
        loadedInVain();
        queried(SELDOM, 1);
        placeAgain();
        nanoTime.addAndGet(NOT_ADMITTED.toNanos());
        queried(SELDOM, 1);
        assertThat(loads).hasSize(1);
    }

    @Test
    void whatComesNewWhereThereIsNoPlaceIsLoadedWhenItWasReadOften() {
        loadedInVain();
        queried(OTHER, READS);
        assertThat(loads).isEmpty();
        queried(OTHER, 1);
        assertThat(loads).as("nobody waits for it").hasSize(1);
        queried(OTHER, 1);
        assertThat(loads).as("once").hasSize(1);
    }

    @Test
    void whatIsReadMoreThanOthersWereGetsAPlace() {
        loadedInVain();
        queried(OTHER, 20 * READS);
        loads.remove().complete(snapshot(5));
        assertThat(value(read(OTHER))).isEqualTo("heap");
    }

    @Test
    void whereThereIsPlaceAgainTheFirstReadLoads() {
        loadedInVain();
        placeAgain();
        var first = read(OTHER);
        loads.remove().complete(snapshot(5));
        assertThat(value(first)).isEqualTo("heap");
    }

    @Test
    void whatIsHeldIsLookedAtWhileNothingIsHeard() {
        loadedInVain();
        isHearing = false;
        ChainId often = OFTEN.getFirst();
        var read = read(often);
        looks.remove().complete(Map.of(often.value(), standing(5)));
        assertThat(value(read)).isEqualTo("heap");
    }

    @Test
    void chainsThatStrangersMakeUpAreNotNoted() {
        loadedInVain();
        for (int read = 0; read < 3 * READS; read++) {
            queried(OTHER, new Reading.UnknownChain<>());
        }
        assertThat(loads).isEmpty();
    }

    @Test
    void norAreThoseOfWhichNothingIsKnownWhileTheDatabaseIsAway() {
        loadedInVain();
        for (int read = 0; read < 3 * READS; read++) {
            var failed = read(OTHER);
            queries.remove().fail(new IOException("away"));
            failed.awaitFailure();
        }
        assertThat(loads).isEmpty();
    }

    /** A load is under way, and there is place for it. */
    private void tried() {
        loadedInVain();
        queried(OTHER, READS + 1);
        assertThat(loads).hasSize(1);
        placeAgain();
    }

    @Test
    void aLoadThatBeganBeforeWhatAQueryShowedIsNotServed() {
        tried();
        queried(OTHER, shown("1.7"));
        loads.remove().complete(snapshot(6));
        queried(OTHER, shown("1.7"));
        assertThat(loads).isEmpty();
        nanoTime.addAndGet(OVERTAKEN.toNanos());
        queried(OTHER, shown("1.7"));
        loads.remove().complete(snapshot(7));
        assertThat(generation(read(OTHER))).isEqualTo("1.7");
    }

    @Test
    void norIsItWhereTheQueryIsAnsweredLater() {
        tried();
        var slow = read(OTHER);
        loads.remove().complete(snapshot(6));
        assertThat(generation(read(OTHER))).isEqualTo("1.6");
        queries.remove().complete(shown("1.7"));
        assertThat(generation(slow)).isEqualTo("1.7");
        queried(OTHER, shown("1.7"));
    }

    /** Removed and brought back meanwhile. */
    @Test
    void norWhereAQueryFoundNoSuchChain() {
        tried();
        var slow = read(OTHER);
        read(OTHER);
        queries.removeLast().complete(shown("1.7"));
        queries.remove().complete(new Reading.UnknownChain<>());
        slow.awaitItem();
        loads.remove().complete(snapshot(6));
        queried(OTHER, shown("1.7"));
    }

    @Test
    void whatIsHeldIsServedThoughAQueryThatWasSlowShowsNoMore() {
        tried();
        var slow = read(OTHER);
        loads.remove().complete(snapshot(6));
        queries.remove().complete(shown("1.6"));
        assertThat(generation(slow)).isEqualTo("1.6");
        assertThat(value(read(OTHER))).isEqualTo("heap");
    }
}
