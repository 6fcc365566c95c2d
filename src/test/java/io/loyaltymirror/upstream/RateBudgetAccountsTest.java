package io.loyaltymirror.upstream;

import static org.awaitility.Awaitility.await;

import io.loyaltymirror.upstream.Processes.Limits;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a process tells the row that all share: less than it took. */
class RateBudgetAccountsTest {

    private static Processes processes;

    @BeforeAll
    static void start() {
        processes = new Processes();
    }

    @AfterAll
    static void stop() {
        processes.close();
    }

    private static RateBudget budget(int perSecond, String egress) {
        return processes.budget(new Limits(perSecond, 20, 0, egress));
    }

    private static long number(String expression, String egress) {
        return processes
                .database()
                .number("SELECT " + expression + " FROM rate_budget, unnest(permits) AS permit"
                        + " WHERE permit > 0 AND egress = '" + egress + "'");
    }

    /** What left on time costs the budget no more than that. */
    @Test
    void whenARequestLeftIsTold() throws InterruptedException {
        processes.use(budget(5, "left"), Traffic.SCAN, 1);
        await().until(() ->
                number("max(mirror_permit_left_by(permit) - (permit >> 12))", "left") < Processes.FRESH.toMillis());
    }

    @Test
    void permitOfWhoWaitsNoLongerIsGivenBack() throws InterruptedException {
        RateBudget budget = budget(1, "cancelled");
        processes.use(budget, Traffic.INTERACTIVE, 1);
        AtomicReference<Cancellable> waiting = new AtomicReference<>();
        processes
                .vertx()
                .getOrCreateContext()
                .runOnContext(_ -> waiting.set(budget.permit(Traffic.INTERACTIVE, "asker", Processes.FRESH)
                        .subscribe()
                        .with(_ -> {})));
        await().pollInterval(Duration.ofMillis(10)).until(() -> number("count(*)", "cancelled") == 2);
        waiting.get().cancel();
        await().until(() -> number("count(*)", "cancelled") == 1);
    }
}
