package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Work that several want. */
class JoinedTest {

    private final Joined<String> works = new Joined<>();
    private final List<UniEmitter<? super String>> begun = new ArrayList<>();

    private Uni<String> join() {
        return works.join(7, () -> Uni.createFrom().emitter(begun::add));
    }

    @Test
    void beginsAndEndsThoughNobodyWaits() {
        join();
        join();
        assertThat(begun).hasSize(1);
        assertThat(works.chains()).containsExactly(7L);
        begun.getFirst().complete("done");
        assertThat(works.chains()).isEmpty();
        join();
        assertThat(begun).as("anew").hasSize(2);
    }

    @Test
    void goesOnWhenAllWhoWaitedHaveGivenUp() {
        join().subscribe().with(_ -> {}).cancel();
        assertThat(works.chains()).containsExactly(7L);
        begun.getFirst().fail(new IllegalStateException("odd"));
        assertThat(works.chains()).isEmpty();
    }
}
