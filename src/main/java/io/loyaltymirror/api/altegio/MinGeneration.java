package io.loyaltymirror.api.altegio;

import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller has seen already, so that no replica shows it less: {@code Mirror-Min-Generation} as a write or a read
 * gave it in {@code Mirror-Generation}, and {@code Prefer: wait=} the seconds that the caller waits for it.
 *
 * @param epoch raised when a chain begins anew; in another one the number says nothing
 */
record MinGeneration(long epoch, long number, Duration patience) {

    private static final String HEADER = "Mirror-Min-Generation";
    private static final CharSequence NAME = HttpHeaders.createOptimized(HEADER);

    private static final MinGeneration NONE = new MinGeneration(0, 0, Duration.ZERO);

    private static final Pattern GENERATION = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=\"?(\\d{1,6})\"?(?:$|[,;\\s])");

    /** A write is in the mirror when it is answered; a replica hears of it within this, as a rule. */
    private static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(50);

    /** @throws Refusal 400 where the header is no generation */
    static MinGeneration of(MultiMap headers) {
        String header = headers.get(NAME);
        if (header == null) {
            return NONE;
        }
        Matcher generation = GENERATION.matcher(header.strip());
        if (!generation.matches()) {
            throw Refusal.badRequest(Map.of(HEADER, List.of("must be a generation as Mirror-Generation has it")));
        }
        return new MinGeneration(
                Long.parseLong(generation.group(1)), Long.parseLong(generation.group(2)), patience(headers));
    }

    boolean isNone() {
        return this == NONE;
    }

    private static Duration patience(MultiMap headers) {
        String prefer = headers.get("Prefer");
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.find()) {
            return DEFAULT_WAIT;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    /** Reads, again and again until it is what the caller has seen; 503 where that does not come in time. */
    <T> Uni<Reading<T>> await(Supplier<Uni<Reading<T>>> read) {
        return isNone() ? read.get() : await(read, System.nanoTime() + patience.toNanos());
    }

    private <T> Uni<Reading<T>> await(Supplier<Uni<Reading<T>>> read, long until) {
        return read.get().chain(reading -> {
            if (isEnough(reading)) {
                return Uni.createFrom().item(reading);
            }
            if (until - System.nanoTime() <= 0) {
                throw Refusal.notYet(
                        "The mirror has not come to generation " + epoch + "." + number + " yet",
                        Duration.ofSeconds(1));
            }
            return pause().chain(() -> await(read, until));
        });
    }

    private boolean isEnough(Reading<?> reading) {
        if (!(reading instanceof Reading.Found<?> found)) {
            return true;
        }
        Matcher has = GENERATION.matcher(found.generation());
        if (!has.matches()) {
            throw new IllegalStateException("no generation: " + found.generation());
        }
        long hasEpoch = Long.parseLong(has.group(1));
        return hasEpoch > epoch || (hasEpoch == epoch && Long.parseLong(has.group(2)) >= number);
    }

    /** On the caller's own context. */
    private static Uni<Void> pause() {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .emitter(emitter -> context.owner()
                        .setTimer(POLL.toMillis(), _ -> context.runOnContext(_ -> emitter.complete(null))));
    }
}
