package io.loyaltymirror.upstream;

import static io.loyaltymirror.upstream.Processes.FRESH;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.upstream.Processes.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What processes do with the budget that they share; each budget here is one process. */
@Tag("process")
class RateBudgetTest {

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static Processes processes;

    /** Each test's own. */
    private String egress;

    @BeforeAll
    static void start() {
        processes = new Processes();
    }

    @AfterAll
    static void stop() {
        processes.close();
    }

    @BeforeEach
    void ownAddress() {
        egress = "egress" + COUNT.incrementAndGet();
    }

    private RateBudget budget(int perSecond, int perMinute, int reserve) {
        return processes.budget(new Limits(perSecond, perMinute, reserve, egress));
    }

    /** However many wait, in how many processes: of a window's requests the last must be younger than the window. */
    private static void assertAtMost(int limit, long millis, List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        for (int i = limit; i < sorted.size(); i++) {
            assertThat(sorted.get(i) - sorted.get(i - limit)).isGreaterThanOrEqualTo(millis * MILLISECOND);
        }
    }

    @Test
    void usesAreSpacedHoweverManyWait() throws InterruptedException {
        assertAtMost(10, 1_000, processes.use(budget(10, 0, 0), Traffic.SCAN, 30));
    }

    @Test
    void processesThatShareAnAddressShareItsLimit() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(45);
        List<List<Long>> times = Stream.generate(() -> budget(10, 0, 0))
                .limit(3)
                .map(budget -> processes.begin(budget, Traffic.SCAN, 15, done))
                .toList();
        long begin = System.nanoTime();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - begin).isLessThan(5_000 * MILLISECOND);
        assertAtMost(10, 1_000, times.stream().flatMap(List::stream).toList());
    }

    @Test
    void addressesDoNotShare() throws InterruptedException {
        processes.use(budget(0, 3, 0), Traffic.SCAN, 3);
        RateBudget another = processes.budget(new Limits(0, 3, 0, egress + "-another"));
        assertThat(processes.use(another, Traffic.SCAN, 3)).hasSize(3);
    }

    /** Each answer is late by up to as much as two permits are apart. */
    @Test
    void slowDatabaseSlowsNobodyDown() throws InterruptedException {
        processes.use(budget(5, 0, 0), Traffic.SCAN, 1);
        processes.network().jitter(Duration.ofMillis(100));
        try {
            List<Long> times = processes.use(budget(5, 0, 0), Traffic.SCAN, 30);
            assertAtMost(5, 1_000, times);
            double seconds = (times.getLast() - times.getFirst()) / 1e9;
            System.out.printf("30 permits with a database 0 to 200 ms away: %.2f s, least 5.80 s%n", seconds);
            assertThat(seconds).isLessThan(8);
        } finally {
            processes.network().jitter(Duration.ZERO);
        }
    }

    @Test
    void permitThatIsNotUsedIsGivenBackAndTheNextOneComes() throws InterruptedException {
        RateBudget budget = budget(0, 1, 0);
        budget.permit(Traffic.SCAN, "asker", FRESH).subscribe().with(_ -> {});
        assertThat(processes.use(budget, Traffic.SCAN, 1)).hasSize(1);
    }

    @Test
    void permitOfSomebodyWhoNoLongerWaitsIsGivenBack() throws InterruptedException {
        RateBudget budget = budget(5, 2, 0);
        processes.use(budget, Traffic.SCAN, 1);
        budget.permit(Traffic.SCAN, "asker", FRESH).subscribe().with(_ -> {}).cancel();
        assertThat(processes.use(budget, Traffic.SCAN, 1)).hasSize(1);
    }

    @Test
    void requestWhosePermitIsTooOldMayNotLeave() throws Exception {
        RateBudget budget = budget(5, 0, 0);
        CompletableFuture<Permit> used = new CompletableFuture<>();
        budget.permit(Traffic.SCAN, "asker", FRESH)
                .subscribe()
                .with(_ -> processes.vertx().setTimer(FRESH.toMillis() + 50, _ -> used.complete(budget.use())));
        assertThat(used.get(5, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void interactiveRequestGoesBeforeTheScansThatWaitHereAndElsewhere() throws InterruptedException {
        List<List<Long>> scans = new ArrayList<>();
        RateBudget first = budget(5, 0, 0);
        scans.add(processes.begin(first, Traffic.SCAN, 20, new CountDownLatch(20)));
        scans.add(processes.begin(budget(5, 0, 0), Traffic.SCAN, 20, new CountDownLatch(20)));
        Thread.sleep(500);
        long asked = System.nanoTime();
        long waited = processes.use(first, Traffic.INTERACTIVE, 1).getFirst() - asked;
        assertThat(waited).isLessThan(1_000 * MILLISECOND);
        assertThat(scans.stream().mapToInt(List::size).sum()).isLessThan(9);
    }

    @Test
    void scansLeaveTheReserveOfTheMinute() throws InterruptedException {
        RateBudget budget = budget(0, 10, 4);
        processes.use(budget, Traffic.SCAN, 6);
        List<Long> seventh = processes.begin(budget, Traffic.SCAN, 1, new CountDownLatch(1));
        assertThat(processes.use(budget(0, 10, 4), Traffic.INTERACTIVE, 4)).hasSize(4);
        assertThat(seventh).isEmpty();
    }

    @Test
    void throttleSignalHoldsEverybodyHereAndElsewhereAndWhatWasGrantedAlready() throws InterruptedException {
        RateBudget other = budget(5, 0, 0);
        RateBudget budget = budget(5, 0, 0);
        processes.use(budget, Traffic.SCAN, 3);
        List<Long> ahead = processes.begin(budget, Traffic.INTERACTIVE, 3, new CountDownLatch(3));
        Thread.sleep(50);
        long begin = System.nanoTime();
        budget.pause(Duration.ofMillis(2_000));
        Thread.sleep(50);
        CountDownLatch done = new CountDownLatch(2);
        List<Long> here = processes.begin(budget, Traffic.INTERACTIVE, 1, done);
        List<Long> there = processes.begin(other, Traffic.SCAN, 1, done);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Stream.of(ahead, here, there).flatMap(List::stream).filter(time -> time > begin))
                .isNotEmpty()
                .allMatch(time -> time - begin >= 2_000 * MILLISECOND);
    }

    @Test
    void withoutALimitNobodyIsAsked() {
        RateBudget unlimited = new RateBudget(null, new BudgetRow(null, new Limits(0, 0, 0, egress)));
        CompletableFuture<Permit> given = new CompletableFuture<>();
        unlimited.permit(Traffic.SCAN, "asker", FRESH).subscribe().with(given::complete);
        assertThat(given).isCompletedWithValueMatching(permit -> permit.at() == null);
        Permit permit = unlimited.use();
        assertThat(permit).isNotNull();
        unlimited.left(permit);
    }

    @Test
    void databaseThatIsAwayGivesNoPermitsInBoundedTimeUntilItIsBack() throws Exception {
        RateBudget budget = budget(5, 0, 0);
        processes.use(budget, Traffic.SCAN, 1);
        processes.network().refuse();
        try {
            for (Traffic traffic : Traffic.values()) {
                assertThat(refused(budget, traffic)).isInstanceOf(NoBudgetException.class);
            }
        } finally {
            processes.network().accept();
        }
        assertThat(processes.use(budget, Traffic.SCAN, 1)).hasSize(1);
        processes.network().swallow(true);
        try {
            assertThat(refused(budget, Traffic.INTERACTIVE)).isInstanceOf(NoBudgetException.class);
        } finally {
            processes.network().swallow(false);
            processes.network().cut();
        }
        assertThat(processes.use(budget, Traffic.INTERACTIVE, 1)).hasSize(1);
    }

    private static Throwable refused(RateBudget budget, Traffic traffic) throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        budget.permit(traffic, "asker", FRESH)
                .subscribe()
                .with(_ -> failure.completeExceptionally(new AssertionError("a permit")), failure::complete);
        return failure.get(4, TimeUnit.SECONDS);
    }

    /** The scans' timer stands a minute away by then. */
    @Test
    void callerWaitsForTheSpacingAloneWhenScansHaveUsedTheirShare() throws InterruptedException {
        RateBudget budget = budget(20, 10, 4);
        processes.use(budget, Traffic.SCAN, 6);
        budget.permit(Traffic.SCAN, "asker", FRESH).subscribe().with(_ -> {});
        long begin = System.nanoTime();
        assertThat(processes.use(budget, Traffic.INTERACTIVE, 3)).hasSize(3);
        assertThat(System.nanoTime() - begin).isLessThan(1_000 * MILLISECOND);
    }

    @Test
    void permitThatIsGivenBackGoesToTheNext() throws InterruptedException {
        RateBudget budget = budget(0, 1, 0);
        long begin = System.nanoTime();
        budget.permit(Traffic.SCAN, "asker", Duration.ofMillis(1_500))
                .subscribe()
                .with(budget::giveBack);
        assertThat(processes.use(budget, Traffic.SCAN, 1).getFirst() - begin).isLessThan(1_500 * MILLISECOND);
    }

    @Test
    void permitFromBeforeAThrottleSignalIsNoGoodAfterIt() throws InterruptedException {
        RateBudget budget = budget(50, 0, 0);
        CountDownLatch checked = new CountDownLatch(1);
        AtomicReference<Permit> used = new AtomicReference<>(Permit.UNLIMITED);
        budget.permit(Traffic.SCAN, "asker", FRESH).subscribe().with(_ -> {
            budget.pause(Duration.ofSeconds(1));
            used.set(budget.use());
            checked.countDown();
        });
        assertThat(checked.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(used).hasNullValue();
    }
}
