package io.loyaltymirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnContextTest {

    private static final int PAGES = 5;

    private final Vertx vertx = Vertx.vertx();
    private final Context own = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        Infrastructure.resetDroppedExceptionHandler();
        vertx.close();
    }

    private <T> CompletableFuture<T> askedThere(Function<Context, Uni<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        own.runOnContext(_ -> question.apply(own).subscribe().with(answer::complete, answer::completeExceptionally));
        return answer;
    }

    private static <T> Uni<T> pending(CompletableFuture<T> later) {
        return Uni.createFrom()
                .emitter(answer -> later.whenComplete((item, failure) -> {
                    if (failure == null) {
                        answer.complete(item);
                    } else {
                        answer.fail(failure);
                    }
                }));
    }

    private static CompletableFuture<Void> settled(Context context) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        context.runOnContext(_ -> settled.complete(null));
        return settled;
    }

    @Test
    void answersWhereItWasAsked() throws Exception {
        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<Context> there =
                askedThere(_ -> OwnContext.of(pending(later)).map(_ -> Vertx.currentContext()));

        settled(own).thenRun(() -> Thread.ofPlatform().start(() -> later.complete("item")));

        assertThat(there.get(5, TimeUnit.SECONDS)).isSameAs(own);
    }

    @Test
    void onesThatFailTogetherAreToldOnce() {
        Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
        Infrastructure.setDroppedExceptionHandler(dropped::add);
        List<CompletableFuture<String>> pages = Stream.generate(() -> new CompletableFuture<String>())
                .limit(PAGES)
                .toList();
        CompletableFuture<List<String>> all = askedThere(_ -> Multi.createFrom()
                .iterable(pages)
                .onItem()
                .transformToUni(page -> OwnContext.of(pending(page)).map(String::strip))
                .merge(PAGES)
                .collect()
                .asList());

        own.runOnContext(_ ->
                pages.forEach(page -> page.completeExceptionally(new IllegalStateException("the database is away"))));

        assertThatThrownBy(() -> all.get(5, TimeUnit.SECONDS)).hasRootCauseMessage("the database is away");
        settled(own).join();
        assertThat(dropped).isEmpty();
    }

    @Test
    void endsTheWorkThatNobodyWaitsFor() {
        AtomicBoolean isEnded = new AtomicBoolean();
        Uni<Void> endless = Uni.createFrom().<Void>nothing().onCancellation().invoke(() -> isEnded.set(true));

        own.runOnContext(_ -> OwnContext.of(endless).subscribe().with(_ -> {}).cancel());

        settled(own).join();
        assertThat(isEnded).isTrue();
    }

    @Test
    void leavesWhatIsAskedWithoutOne() {
        Uni<String> work = Uni.createFrom().item("item");

        assertThat(OwnContext.of(work)).isSameAs(work);
    }
}
