package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnQueueTest {

    private final TurnQueue queue = new TurnQueue();

    /** Told apart by when its waiting began. */
    private static Waiter waiter(String asker, long since) {
        return new Waiter(null, null, Traffic.SCAN, asker, 0, since);
    }

    private void add(String asker, long... since) {
        for (long each : since) {
            queue.add(waiter(asker, each));
        }
    }

    private List<Long> poll(int most) {
        return Stream.generate(queue::poll)
                .limit(most)
                .takeWhile(each -> each != null)
                .map(Waiter::since)
                .toList();
    }

    @Test
    void askersTakeTurnsAndTheirOwnGoInOrder() {
        add("large", 1, 2, 3, 4);
        add("small", 10);
        add("other", 20, 21);
        assertThat(poll(9)).containsExactly(1L, 10L, 20L, 2L, 21L, 3L, 4L);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whoComesLaterWaitsForOneOfEachOther() {
        add("large", 1, 2, 3, 4);
        assertThat(poll(1)).containsExactly(1L);
        add("small", 10);
        assertThat(poll(3)).containsExactly(2L, 10L, 3L);
    }

    @Test
    void whoHadItsTurnInVainIsNext() {
        add("large", 1, 2);
        add("small", 10, 11);
        Waiter first = queue.poll();
        queue.addFirst(first);
        assertThat(queue.peek()).isSameAs(first);
        assertThat(poll(9)).containsExactly(1L, 10L, 2L, 11L);
    }

    @Test
    void whoLeavesLeavesNothingBehind() {
        Waiter gone = waiter("small", 10);
        queue.add(gone);
        queue.remove(gone);
        queue.remove(gone);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void allAreTakenOutInTurn() {
        add("large", 1, 2);
        add("small", 10);
        assertThat(queue.drain()).extracting(Waiter::since).containsExactly(1L, 10L, 2L);
        assertThat(queue.isEmpty()).isTrue();
    }
}
