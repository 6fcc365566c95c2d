package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.upstream.VirtualBudget.Ask;
import io.loyaltymirror.upstream.VirtualBudget.Permitted;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the budget's functions let through. Upstream's windows slide, so every one of them is looked at: the request that
 * leaves it must be older than it is long.
 */
class SharedLimitsTest extends OnVirtualTime {

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

    @Test
    void constantDemandUsesNearlyTheWholeBudget() throws SQLException {
        assertThat(minutes(budget.fullSpeed(INTERACTIVE, BEGIN, 801))).isBetween(4.0, 4.01);
        database.execute("TRUNCATE rate_budget");
        assertThat(minutes(budget.fullSpeed(SCAN, BEGIN, 721))).isBetween(4.0, 4.01);
        database.execute("TRUNCATE rate_budget");
        assertThat(minutes(budget.fullSpeed(SCAN.limits(5, 0, 0), BEGIN, 301))).isBetween(1.0, 1.03);
        database.execute("TRUNCATE rate_budget");
        assertThat(minutes(budget.fullSpeed(SCAN.limits(0, 200, 20), BEGIN, 361)))
                .isBetween(2.0, 2.01);
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
        long now = budget.fullSpeed(SCAN, BEGIN, 180).getLast();
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
}
