package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.mirror.ExportPages.HungUpException;
import io.loyaltymirror.mirror.ExportPages.TooSlowException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom between a transaction and the reader of an export. */
class ExportPagesTest {

    private static final List<Map<String, Object>> TYPES = List.of(Map.of("id", 1L));

    private final ExportPages pages = new ExportPages(Duration.ofMillis(200), Duration.ofMinutes(1));
    private final List<Object> told = new ArrayList<>();
    private Flow.Subscription reader;

    @BeforeEach
    void reader() {
        pages.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                reader = subscription;
            }

            @Override
            public void onNext(ExportPage page) {
                told.add(page);
            }

            @Override
            public void onError(Throwable failure) {
                told.add(failure);
            }

            @Override
            public void onComplete() {
                told.add("all");
            }
        });
    }

    private CompletableFuture<Void> wanted() {
        return pages.wanted().subscribeAsCompletionStage();
    }

    @Test
    void pageIsReadWhenItIsWantedAndNoneBefore() {
        CompletableFuture<Void> first = wanted();
        assertThat(first).isNotDone();
        reader.request(1);
        assertThat(first).isCompleted();
        pages.give(TYPES);
        assertThat(told).containsExactly(new ExportPage(TYPES, true));
        assertThat(wanted()).isNotDone();
    }

    @Test
    void whatWasWantedBeforeNeedNotBeWaitedFor() {
        reader.request(2);
        assertThat(wanted()).isCompleted();
        pages.give(TYPES);
        assertThat(wanted()).isCompleted();
        pages.give(TYPES);
        pages.complete();
        assertThat(told).containsExactly(new ExportPage(TYPES, true), new ExportPage(TYPES, false), "all");
    }

    @Test
    void onlyTheFirstPageMayBeEmpty() {
        reader.request(1);
        pages.give(List.of());
        assertThat(told).containsExactly(new ExportPage(List.of(), true));
        reader.request(1);
        pages.give(List.of());
        assertThat(told).hasSize(1);
        assertThat(wanted()).as("it was not answered").isCompleted();
    }

    @Test
    void whoHangsUpIsWaitedForNoMoreAndToldNothing() {
        CompletableFuture<Void> waiting = wanted();
        reader.cancel();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(HungUpException.class);
        assertThatThrownBy(wanted()::join).hasCauseInstanceOf(HungUpException.class);
        pages.give(TYPES);
        pages.fail(new HungUpException());
        pages.complete();
        assertThat(told).isEmpty();
    }

    @Test
    void whoTakesAllOfItTooSlowlyIsNotWaitedForEither() {
        ExportPages late = new ExportPages(Duration.ofMinutes(1), Duration.ZERO);
        late.request(1);
        assertThatThrownBy(late.wanted().subscribeAsCompletionStage()::join)
                .hasCauseInstanceOf(TooSlowException.class)
                .hasMessageContaining("was not taken within 0 min");
    }

    @Test
    void whoTakesNothingIsNotWaitedForLong() {
        assertThatThrownBy(wanted()::join).hasCauseInstanceOf(TooSlowException.class);
    }
}
