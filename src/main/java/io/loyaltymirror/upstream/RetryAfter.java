package io.loyaltymirror.upstream;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When upstream wants to be asked again: the header, else the seconds named in its message, else a floor. */
final class RetryAfter {

    /** Upstream names no time, or 0 seconds: a refusal still means that it saw too much of us. */
    static final Duration FLOOR = Duration.ofSeconds(5);

    /** No word of upstream's stops us for longer. */
    private static final Duration CEILING = Duration.ofMinutes(5);

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,5})\\s*(?:s\\b|sec|сек)");

    private RetryAfter() {}

    static Duration read(String header, String message) {
        if (header != null && header.strip().matches("\\d{1,5}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(header.strip())));
        }
        Matcher seconds = SECONDS.matcher(message);
        return bounded(seconds.find() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : FLOOR);
    }

    private static Duration bounded(Duration wait) {
        if (wait.compareTo(FLOOR) < 0) {
            return FLOOR;
        }
        return wait.compareTo(CEILING) > 0 ? CEILING : wait;
    }
}
