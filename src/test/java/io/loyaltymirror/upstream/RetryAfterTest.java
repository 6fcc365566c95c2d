package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final RetryAfter RETRY_AFTER = new RetryAfter(Duration.ofSeconds(5), Duration.ofMinutes(5));
    private static final String NO_WORD = "Too many requests";
    private static final String NOW = "Wed, 21 Oct 2026 07:28:00 GMT";

    @ParameterizedTest
    @CsvSource({"5, 5", "30, 30", "' 30 ', 30", "300, 300"})
    void secondsInTheHeaderCountBeforeThoseInTheMessage(String header, long seconds) {
        assertThat(read(header, "try again in 77 seconds")).hasSeconds(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Превышен лимит запросов, повторите через 17 секунд",
                "Повторите через 17 сек.",
                "Try again in 17 seconds",
                "Try again in 17s",
                "Limit is 200, try again in 17 sec"
            })
    void secondsInTheMessageCountWhereTheHeaderIsMissing(String message) {
        assertThat(read(null, message)).hasSeconds(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-30", "1.5", "0x10"})
    void headerThatIsNoTimeDoesNotHideTheMessage(String header) {
        assertThat(read(header, "try again in 17 seconds")).hasSeconds(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Too many requests", "", "через 0 секунд", "in 2 s", "200 requests", "17 salons"})
    void noTimeOrNextToNoneMeansTheFloor(String message) {
        assertThat(read(null, message)).hasSeconds(5);
    }

    @ParameterizedTest
    @CsvSource({
        "'Wed, 21 Oct 2026 07:29:10 GMT', 70",
        "'Wed, 21 Oct 2026 07:28:02 GMT', 5",
        "'Wed, 21 Oct 2026 07:27:00 GMT', 5",
        "'Thu, 22 Oct 2026 07:28:00 GMT', 300"
    })
    void dateInTheHeaderIsHeldAgainstUpstreamsOwnClock(String header, long seconds) {
        assertThat(read(header, "try again in 77 seconds")).hasSeconds(seconds);
    }

    @Test
    void dateWithoutUpstreamsClockDoesNotHideTheMessage() {
        String header = "Wed, 21 Oct 2026 07:29:10 GMT";
        assertThat(RETRY_AFTER.read(header, null, "try again in 17 seconds")).hasSeconds(17);
        assertThat(RETRY_AFTER.read(header, "yesterday", NO_WORD)).hasSeconds(5);
    }

    @Test
    void headerOfZeroMeansTheFloor() {
        assertThat(read("0", NO_WORD)).hasSeconds(5);
    }

    @Test
    void nobodyStopsUsForMoreThanFiveMinutes() {
        assertThat(read("301", NO_WORD)).hasMinutes(5);
        assertThat(read("999999999999", NO_WORD)).hasMinutes(5);
        assertThat(read(null, "через 1000000 секунд")).hasMinutes(5);
    }

    private static Duration read(String header, String message) {
        return RETRY_AFTER.read(header, NOW, message);
    }
}
