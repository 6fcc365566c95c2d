package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.upstream.VirtualBudget.Ask;
import io.loyaltymirror.upstream.VirtualBudget.Permitted;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the budget's functions let through. Upstream's windows slide, so every one of them is looked at: the request that
 * leaves it must be older than it is long.
 */
class SharedLimitsTest {

    private static final long BEGIN = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60_000;
    private static final Ask SCAN = Ask.of(Traffic.SCAN);
    private static final Ask INTERACTIVE = Ask.of(Traffic.INTERACTIVE);

    private static EmbeddedDatabase database;
    private VirtualBudget budget;

    @BeforeAll
    static void migrate() {
        database = VirtualBudget.migrated();
    }

    @BeforeEach
    void connect() throws SQLException {
        database.execute("TRUNCATE rate_budget");
        budget = new VirtualBudget(database);
    }

    @AfterEach
    void disconnect() throws SQLException {
        budget.close();
    }

    /** Crowds, trickles and silences; requests on time, late, as late as they may, never, and processes that say nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neverMoreThanTheLimitsHoweverRequestsArriveAndLeave(long seed) throws SQLException {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        List<Long> left = new ArrayList<>();
        long now = BEGIN;
        for (int i = 0; i < 1_500; i++) {
            now += pause(random);
            Ask ask = (random.nextInt(5) == 0 ? INTERACTIVE.late(1_000) : SCAN.late(random.nextInt(10, 200)))
                    .waited(random.nextInt(3_000));
            Permitted permitted = budget.ask(ask, now);
            if (permitted.permit().isEmpty()) {
                now = Math.max(now, permitted.time() - random.nextInt(50));
                continue;
            }
            assertThat(permitted.time()).isBetween(now, now + SECOND);
            leave(permitted, ask.late(), random, left);
        }
        assertThat(left).hasSizeGreaterThan(400);
        assertWindows(left);
    }

    private void leave(Permitted permitted, int most, RandomGenerator random, List<Long> left) throws SQLException {
        int late = random.nextInt(most + 1);
        switch (random.nextInt(10)) {
            case 0 -> budget.giveBack(permitted);
            case 1 -> left.add(permitted.time() + late);
            case 2 -> left.add(permitted.time() + most);
            default -> {
                left.add(permitted.time() + late);
                budget.left(permitted, late);
            }
        }
    }

    private static long pause(RandomGenerator random) {
        return switch (random.nextInt(100)) {
            case 0 -> random.nextLong(2 * MINUTE);
            case 1, 2, 3, 4 -> random.nextLong(3 * SECOND);
            default -> random.nextBoolean() ? 0 : random.nextLong(400);
        };
    }

    /** With what is left to the network: 20 ms of a second, 50 ms of a minute. */
    private static void assertWindows(List<Long> left) {
        List<Long> sorted = left.stream().sorted().toList();
        assertAtMost(5, SECOND + 20, sorted);
        assertAtMost(200, MINUTE + 50, sorted);
    }

    private static void assertAtMost(int limit, long window, List<Long> left) {
        for (int i = limit; i < left.size(); i++) {
            assertThat(left.get(i) - left.get(i - limit))
                    .as("request %d and the one %d before it", i, limit)
                    .isGreaterThanOrEqualTo(window);
        }
    }

    /** Always one more waits; each leaves on time. */
    private List<Long> fullSpeed(Ask ask, int permits) throws SQLException {
        List<Long> times = new ArrayList<>();
        long now = BEGIN;
        for (int i = 0; i < permits; i++) {
            Permitted permitted = budget.take(ask, now);
            budget.left(permitted, 0);
            times.add(permitted.time());
            now = permitted.time();
        }
        return times;
    }

    @Test
    void constantDemandUsesNearlyTheWholeBudget() throws SQLException {
        assertThat(minutes(fullSpeed(INTERACTIVE, 801))).isBetween(4.0, 4.01);
        database.execute("TRUNCATE rate_budget");
        assertThat(minutes(fullSpeed(SCAN, 721))).isBetween(4.0, 4.01);
        database.execute("TRUNCATE rate_budget");
        assertThat(minutes(fullSpeed(SCAN.limits(5, 0, 0), 301))).isBetween(1.0, 1.03);
        database.execute("TRUNCATE rate_budget");
        assertThat(minutes(fullSpeed(SCAN.limits(0, 200, 20), 361))).isBetween(2.0, 2.01);
    }

    private static double minutes(List<Long> times) {
        return (times.getLast() - times.getFirst()) / (double) MINUTE;
    }

    @Test
    void firstRequestAndOneAfterAPauseDoNotWait() throws SQLException {
        assertThat(budget.ask(SCAN, BEGIN).time()).isEqualTo(BEGIN);
        assertThat(budget.ask(SCAN, BEGIN).time()).isEqualTo(BEGIN + 204);
        assertThat(budget.ask(SCAN, BEGIN + 1_000).time()).isEqualTo(BEGIN + 1_000);
    }

    @Test
    void scansReachLessFarAheadThanInteractiveRequestsAndFurtherTheLongerTheyWait() throws SQLException {
        for (int i = 0; i < 3; i++) {
            budget.take(INTERACTIVE, BEGIN);
        }
        assertThat(budget.ask(SCAN.waited(2_000), BEGIN).permit()).isEmpty();
        assertThat(budget.ask(SCAN, BEGIN + 200).permit()).isEmpty();
        assertThat(budget.ask(INTERACTIVE, BEGIN).permit()).isPresent();
        assertThat(budget.ask(SCAN.waited(500), BEGIN + 310).permit()).isEmpty();
        assertThat(budget.ask(SCAN.waited(1_000), BEGIN + 310).permit()).isPresent();
    }

    @Test
    void scansLeaveTheReserveOfTheMinute() throws SQLException {
        long now = fullSpeed(SCAN, 180).getLast();
        assertThat(budget.ask(SCAN, now).time()).isGreaterThan(now + 20 * SECOND);
        for (int i = 0; i < 20; i++) {
            Permitted permitted = budget.take(INTERACTIVE, now);
            budget.left(permitted, 0);
            assertThat(permitted.time()).isLessThanOrEqualTo(now + 204);
            now = permitted.time();
        }
        assertThat(budget.take(INTERACTIVE, now).time()).isEqualTo(BEGIN + 60_050);
    }

    @Test
    void scansAreNotCountedAgainstByWhatInteractiveRequestsUse() throws SQLException {
        long now = BEGIN;
        for (int i = 0; i < 20; i++) {
            now = budget.take(INTERACTIVE, now).time();
        }
        for (int i = 0; i < 180; i++) {
            now = budget.take(SCAN, now).time();
        }
        assertThat(now).isLessThan(BEGIN + 50 * SECOND);
    }

    @Test
    void permitThatWasGivenBackIsFreeAgain() throws SQLException {
        Permitted first = budget.ask(SCAN, BEGIN);
        budget.giveBack(first);
        assertThat(budget.ask(SCAN, BEGIN).time()).isEqualTo(BEGIN);
    }

    @Test
    void permitOfWhichNothingIsHeardCountsAsUsedAtItsLatest() throws SQLException {
        Ask one = INTERACTIVE.limits(1, 0, 0).late(300);
        Permitted silent = budget.ask(one, BEGIN);
        assertThat(budget.take(one, BEGIN).time()).isEqualTo(BEGIN + 300 + 1_020);
        database.execute("TRUNCATE rate_budget");
        Permitted told = budget.ask(one, BEGIN);
        budget.left(told, 10);
        assertThat(budget.take(one, BEGIN).time()).isEqualTo(BEGIN + 10 + 1_020);
        assertThat(silent.permit()).isEqualTo(told.permit());
    }

    @Test
    void throttleSignalHoldsEverybody() throws SQLException {
        budget.ask(SCAN, BEGIN);
        budget.pause(7 * SECOND, BEGIN);
        budget.pause(2 * SECOND, BEGIN);
        assertThat(budget.take(INTERACTIVE, BEGIN).time()).isEqualTo(BEGIN + 7 * SECOND);
    }

    @Test
    void addressesDoNotShare() throws SQLException {
        fullSpeed(INTERACTIVE, 200);
        assertThat(budget.ask(INTERACTIVE.at("another"), BEGIN).time()).isEqualTo(BEGIN);
        assertThat(database.number("SELECT count(*) FROM rate_budget")).isEqualTo(2);
    }

    @Test
    void limitThatIsRaisedOrLoweredHoldsAtOnce() throws SQLException {
        long now = fullSpeed(SCAN.limits(5, 20, 0), 20).getLast();
        assertThat(budget.take(SCAN.limits(5, 10, 0), now).time()).isGreaterThan(BEGIN + 62 * SECOND);
        database.execute("TRUNCATE rate_budget");
        now = fullSpeed(SCAN.limits(5, 20, 0), 20).getLast();
        assertThat(budget.take(SCAN.limits(5, 30, 0), now).time()).isEqualTo(now + 204);
        assertThat(database.number("SELECT cardinality(permits) FROM rate_budget"))
                .isEqualTo(30);
    }

    /** What was taken stays a minute's worth, and a step of hours does not stop the mirror for hours. */
    @Test
    void clockThatGoesBackTakesWhatWasTakenWithIt() throws SQLException {
        List<Long> times = fullSpeed(INTERACTIVE, 200);
        long earlier = BEGIN - 100 * MINUTE;
        long left = MINUTE + 50 - (times.getLast() - times.getFirst());
        assertThat(budget.take(INTERACTIVE, earlier).time()).isBetween(earlier + left - 5, earlier + left + 5);
    }

    @Test
    void stampIsThePermitsTimeByTheClockThatStampsTheMirror() throws SQLException {
        Instant before = Instant.now();
        budget.ask(INTERACTIVE, BEGIN);
        Permitted second = budget.ask(INTERACTIVE, BEGIN);
        assertThat(Duration.between(before, second.seenAt())).isBetween(Duration.ofMillis(203), Duration.ofSeconds(5));
    }

    @Test
    void onePermitCostsTheLogAFewBytes() throws SQLException {
        fullSpeed(SCAN, 200);
        database.execute("CHECKPOINT");
        fullSpeedFrom(BEGIN + 10 * MINUTE, 10);
        String begin = database.text("SELECT pg_current_wal_insert_lsn()");
        fullSpeedFrom(BEGIN + 20 * MINUTE, 50);
        long bytes = database.number("SELECT pg_current_wal_insert_lsn() - '" + begin + "'::pg_lsn");
        System.out.printf("WAL of a permit, taken and settled: %d bytes%n", bytes / 50);
        assertThat(bytes / 50).isLessThan(600);
    }

    private void fullSpeedFrom(long now, int permits) throws SQLException {
        for (int i = 0; i < permits; i++) {
            budget.left(budget.take(SCAN, now + i * SECOND), 3);
        }
    }
}
