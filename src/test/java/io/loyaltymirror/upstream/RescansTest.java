package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is left for reading lists again that moved: 36 pages a minute, where scans may send 180 requests. */
class RescansTest extends OnVirtualTime {

    private static final int SHARE = 180;

    private boolean take(String egress, int pages, long now) throws SQLException {
        return budget.rescan(egress, pages, SHARE, now);
    }

    private boolean take(int pages, long now) throws SQLException {
        return take("default", pages, now);
    }

    private void useUp(long now) throws SQLException {
        assertThat(take(360, now)).as("ten minutes' worth was saved").isTrue();
        assertThat(take(1, now)).isFalse();
    }

    @Test
    void aFifthOfTheScansShareComesBackEachMinute() throws SQLException {
        useUp(BEGIN);
        int pages = 0;
        for (long now = BEGIN; now <= BEGIN + 60 * MINUTE; now += SECOND) {
            pages += take(4, now) ? 4 : 0;
        }
        assertThat(pages).isBetween(60 * 36 - 4, 60 * 36 + 4);
    }

    @Test
    void notMoreThanTenMinutesAreSaved() throws SQLException {
        useUp(BEGIN);
        useUp(BEGIN + 11 * MINUTE);
        useUp(BEGIN + 600 * MINUTE);
    }

    @Test
    void longListTakesFromWhatComesLater() throws SQLException {
        assertThat(take(720, BEGIN)).isTrue();
        assertThat(take(1, BEGIN + 10 * MINUTE)).isFalse();
        assertThat(take(1, BEGIN + 10 * MINUTE + 2 * SECOND)).isTrue();
    }

    @Test
    void addressesDoNotShare() throws SQLException {
        useUp(BEGIN);
        assertThat(take("another", 1, BEGIN)).isTrue();
    }

    @Test
    void clockThatGoesBackStopsNothingForLong() throws SQLException {
        useUp(BEGIN);
        assertThat(take(1, BEGIN - 100 * MINUTE)).isFalse();
        assertThat(take(1, BEGIN - 99 * MINUTE)).isTrue();
    }

    @Test
    void permitsAreNotTouched() throws SQLException {
        useUp(BEGIN);
        budget.fullSpeed(SCAN, BEGIN, 5);
        useUp(BEGIN + 60 * MINUTE);
        assertThat(budget.take(INTERACTIVE, BEGIN + 4 * 204).time()).isEqualTo(BEGIN + 5 * 204);
    }
}
