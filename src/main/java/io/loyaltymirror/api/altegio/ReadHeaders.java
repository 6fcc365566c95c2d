package io.loyaltymirror.api.altegio;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * What a caller asks of a read beside what it is of.
 *
 * @param minGeneration what the caller has seen already
 * @param maxAge seconds; what is older is of no use to the caller
 * @param known the tags of answers that the caller holds; null where there are none
 */
record ReadHeaders(MinGeneration minGeneration, OptionalLong maxAge, String known) {

    static final String MAX_AGE = "Mirror-Max-Age";

    /** A run takes seconds; one that is put off takes longer. */
    private static final Duration NEXT_RUN = Duration.ofSeconds(5);

    /** @throws Refusal 400 where a header cannot be read */
    static ReadHeaders of(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return new ReadHeaders(
                MinGeneration.of(headers),
                Numbers.read(MAX_AGE, headers.get(MAX_AGE), 0, Long.MAX_VALUE),
                headers.contains(HttpHeaders.IF_NONE_MATCH)
                        ? String.join(",", headers.getAll(HttpHeaders.IF_NONE_MATCH))
                        : null);
    }

    /** Reads until there is what the caller has seen. */
    <T> Uni<Reading<T>> read(LongFunction<Uni<Reading<T>>> read) {
        return minGeneration.await(() -> read.apply(minGeneration.number()));
    }

    /** @throws Refusal 503 where that is too old for the caller */
    void requireYoung(Duration age) {
        if (maxAge.isPresent() && age.toSeconds() > maxAge.getAsLong()) {
            throw Refusal.notYet("What the mirror has is " + age.toSeconds() + " s old", NEXT_RUN);
        }
    }

    /** Whether the caller holds the answer of this tag; a proxy on the way may have made it a weak one. */
    boolean hold(String tag) {
        if (known == null) {
            return false;
        }
        for (String each : known.split(",")) {
            String held = each.strip();
            if (held.equals("*") || held.equals(tag) || held.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }
}
