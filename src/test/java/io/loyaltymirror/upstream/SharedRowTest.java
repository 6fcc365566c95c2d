package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.upstream.VirtualBudget.Ask;
import io.loyaltymirror.upstream.VirtualBudget.Permitted;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the shared row keeps, and what becomes of it. */
class SharedRowTest extends OnVirtualTime {

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
        budget.fullSpeed(INTERACTIVE, BEGIN, 200);
        assertThat(budget.ask(INTERACTIVE.at("another"), BEGIN).time()).isEqualTo(BEGIN);
        assertThat(database.number("SELECT count(*) FROM rate_budget")).isEqualTo(2);
    }

    @Test
    void limitThatIsRaisedOrLoweredHoldsAtOnce() throws SQLException {
        long now = budget.fullSpeed(SCAN.limits(5, 20, 0), BEGIN, 20).getLast();
        assertThat(budget.take(SCAN.limits(5, 10, 0), now).time()).isGreaterThan(BEGIN + 62 * SECOND);
        database.execute("TRUNCATE rate_budget");
        now = budget.fullSpeed(SCAN.limits(5, 20, 0), BEGIN, 20).getLast();
        assertThat(budget.take(SCAN.limits(5, 30, 0), now).time()).isEqualTo(now + 204);
        assertThat(database.number("SELECT cardinality(permits) FROM rate_budget"))
                .isEqualTo(30);
    }

    /** What was taken stays a minute's worth, and a step of hours does not stop the mirror for hours. */
    @Test
    void clockThatGoesBackTakesWhatWasTakenWithIt() throws SQLException {
        List<Long> times = budget.fullSpeed(INTERACTIVE, BEGIN, 200);
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
        budget.fullSpeed(SCAN, BEGIN, 200);
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
