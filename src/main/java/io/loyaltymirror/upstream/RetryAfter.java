package io.loyaltymirror.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When upstream wants to be asked again: the header, else the seconds named in its message, else a floor. */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,18})\\s*(?:s\\b|sec|сек)");

    private final Duration least;
    private final Duration most;

    /**
     * @param least upstream names no time, or 0 seconds: a refusal still means that it saw too much of us
     * @param most no word of upstream's stops us for longer
     */
    RetryAfter(Duration least, Duration most) {
        this.least = least;
        this.most = most;
    }

    /**
     * @param header seconds or an HTTP date; null where there is none
     * @param date upstream's clock as its answer shows it; an HTTP date means nothing by ours
     */
    Duration read(String header, String date, String message) {
        return bounded(seconds(header)
                .or(() -> until(header, date))
                .or(() -> named(message))
                .orElse(least));
    }

    private static Optional<Duration> seconds(String header) {
        return header != null && header.strip().matches("\\d{1,18}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())))
                : Optional.empty();
    }

    private static Optional<Duration> until(String header, String date) {
        if (header == null || date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.between(httpDate(date), httpDate(header)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static ZonedDateTime httpDate(String text) {
        return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }

    private static Optional<Duration> named(String message) {
        Matcher seconds = SECONDS.matcher(message);
        return seconds.find() ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1)))) : Optional.empty();
    }

    private Duration bounded(Duration wait) {
        if (wait.compareTo(least) < 0) {
            return least;
        }
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
