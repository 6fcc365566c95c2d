package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ShiftTest {

    private final Shift shift = new Shift();
    private final AtomicReference<UniEmitter<? super String>> answer = new AtomicReference<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Uni<String> slow =
            Uni.createFrom().<String>emitter(answer::set).onCancellation().invoke(() -> cancelled.set(true));

    private static <T> UniAssertSubscriber<T> subscribe(Uni<T> uni) {
        return uni.subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void nothingBeginsOnceItIsOver() {
        shift.over();
        subscribe(shift.begin(() -> slow)).assertFailedWith(ToldToStopException.class);
        subscribe(shift.read(slow)).assertFailedWith(ToldToStopException.class);
        assertThat(answer).hasNullValue();
    }

    @Test
    void readingEndsAtOnceAndItsRequestsAreDropped() {
        UniAssertSubscriber<String> reading = subscribe(shift.read(slow));
        reading.assertNotTerminated();
        shift.over();
        reading.assertFailedWith(ToldToStopException.class);
        assertThat(cancelled).isTrue();
    }

    @Test
    void readingThatIsDoneInTimeHasItsItem() {
        UniAssertSubscriber<String> reading = subscribe(shift.read(slow));
        answer.get().complete("read");
        shift.over();
        reading.assertItem("read");
    }

    @Test
    void quietWhenWhatHasBegunHasEndedAndWhatItLedTo() {
        UniAssertSubscriber<String> claim = subscribe(shift.begin(() -> slow));
        CompletableFuture<Void> quiet = shift.over();
        claim.assertNotTerminated();
        shift.goOn();
        answer.get().complete("claimed");
        assertThat(quiet).isNotDone();
        shift.end();
        assertThat(quiet).isCompleted();
    }

    @Test
    void quietAtOnceWhereNothingIsUnderWay() {
        subscribe(shift.begin(() -> Uni.createFrom().failure(new IllegalStateException())));
        assertThat(shift.over()).isCompleted();
    }
}
