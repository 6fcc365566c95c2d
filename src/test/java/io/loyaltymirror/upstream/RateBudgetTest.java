package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RateBudgetTest {

    private static final Duration FRESH = Duration.ofMillis(100);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    private record Limits(int perSecond, int perMinute, int reserve) implements UpstreamConfig.Rate {}

    private static RateBudget budget(int perSecond, int perMinute, int reserve) {
        return new RateBudget(vertx, new Limits(perSecond, perMinute, reserve), System::nanoTime);
    }

    /** Asks for so many permits at once and uses each when it comes; gives the times of use. */
    private static List<Long> use(RateBudget budget, Traffic traffic, int permits) throws InterruptedException {
        List<Long> times = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(permits);
        vertx.runOnContext(_ -> {
            for (int i = 0; i < permits; i++) {
                budget.permit(traffic, FRESH).subscribe().with(_ -> {
                    times.add(System.nanoTime());
                    assertThat(budget.use()).isTrue();
                    done.countDown();
                });
            }
        });
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        return times;
    }

    @Test
    void usesAreSpacedHoweverManyWait() throws InterruptedException {
        List<Long> times = use(budget(50, 0, 0), Traffic.SCAN, 30);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThan(20 * MILLISECOND);
        }
    }

    @Test
    void permitThatIsNotUsedIsGivenUpAndTheNextOneComes() throws InterruptedException {
        RateBudget budget = budget(50, 0, 0);
        budget.permit(Traffic.SCAN, FRESH).subscribe().with(_ -> {});
        assertThat(use(budget, Traffic.SCAN, 1)).hasSize(1);
    }

    @Test
    void requestWhosePermitIsTooOldMayNotLeave() throws InterruptedException {
        RateBudget budget = budget(50, 0, 0);
        CountDownLatch checked = new CountDownLatch(1);
        AtomicBoolean mayLeave = new AtomicBoolean(true);
        budget.permit(Traffic.SCAN, FRESH)
                .subscribe()
                .with(_ -> vertx.setTimer(FRESH.toMillis() + 50, _ -> {
                    mayLeave.set(budget.use());
                    checked.countDown();
                }));
        assertThat(checked.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(mayLeave).isFalse();
    }

    @Test
    void interactiveRequestGoesBeforeTheScansThatWait() throws InterruptedException {
        RateBudget budget = budget(20, 0, 0);
        List<Long> scans = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            budget.permit(Traffic.SCAN, FRESH).subscribe().with(_ -> {
                budget.use();
                scans.add(System.nanoTime());
            });
        }
        use(budget, Traffic.INTERACTIVE, 1);
        assertThat(scans).hasSizeLessThan(4);
    }

    @Test
    void scansLeaveTheReserveOfTheMinute() throws InterruptedException {
        RateBudget budget = budget(0, 10, 4);
        use(budget, Traffic.SCAN, 6);
        AtomicBoolean seventh = new AtomicBoolean();
        budget.permit(Traffic.SCAN, FRESH).subscribe().with(_ -> seventh.set(true));
        assertThat(use(budget, Traffic.INTERACTIVE, 4)).hasSize(4);
        assertThat(seventh).isFalse();
    }

    @Test
    void throttleSignalHoldsEverybody() throws InterruptedException {
        RateBudget budget = budget(50, 0, 0);
        long begin = System.nanoTime();
        budget.pause(Duration.ofMillis(300));
        assertThat(use(budget, Traffic.INTERACTIVE, 1).getFirst() - begin).isGreaterThanOrEqualTo(300 * MILLISECOND);
    }

    /** The scans' timer stands a minute away by then. */
    @Test
    void callerWaitsForTheSpacingAloneWhenScansHaveUsedTheirShare() throws InterruptedException {
        RateBudget budget = budget(20, 10, 4);
        use(budget, Traffic.SCAN, 6);
        budget.permit(Traffic.SCAN, FRESH).subscribe().with(_ -> {});
        long begin = System.nanoTime();
        assertThat(use(budget, Traffic.INTERACTIVE, 3)).hasSize(3);
        assertThat(System.nanoTime() - begin).isLessThan(1_000 * MILLISECOND);
    }

    @Test
    void permitThatIsGivenBackGoesToTheNext() throws InterruptedException {
        RateBudget budget = budget(50, 0, 0);
        budget.permit(Traffic.SCAN, Duration.ofMinutes(1)).subscribe().with(budget::giveBack);
        assertThat(use(budget, Traffic.SCAN, 1)).hasSize(1);
    }

    @Test
    void permitFromBeforeAThrottleSignalIsNoGoodAfterIt() throws InterruptedException {
        RateBudget budget = budget(50, 0, 0);
        CountDownLatch checked = new CountDownLatch(1);
        AtomicBoolean mayLeave = new AtomicBoolean(true);
        budget.permit(Traffic.SCAN, FRESH).subscribe().with(_ -> {
            budget.pause(Duration.ofSeconds(1));
            mayLeave.set(budget.use());
            checked.countDown();
        });
        assertThat(checked.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(mayLeave).isFalse();
    }
}
