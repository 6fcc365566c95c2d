package io.loyaltymirror.api.altegio;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.Reading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A read, with what its caller asks for in headers and what the answer says in them. (On the server's own request: the
 * framework's maps would cost a tenth of a read.)
 *
 * @param minGeneration what the caller has seen already
 * @param maxAge seconds; what is older is of no use to the caller
 */
record Read(HttpServerRequest request, MinGeneration minGeneration, OptionalLong maxAge) {

    private static final String MAX_AGE = "Mirror-Max-Age";
    private static final CharSequence MAX_AGE_NAME = HttpHeaders.createOptimized(MAX_AGE);

    private static final int NOT_MODIFIED = 304;

    /** A run takes seconds; one that is put off takes longer. */
    private static final Duration NEXT_RUN = Duration.ofSeconds(5);

    /** @throws Refusal 400 where a header cannot be read */
    static Read of(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return new Read(
                request,
                MinGeneration.of(headers),
                Numbers.read(MAX_AGE, headers.get(MAX_AGE_NAME), 0, Long.MAX_VALUE));
    }

    /**
     * Answers, at once where that is possible.
     *
     * @param ready what is ready
     * @param read reads where nothing is, or not what the caller has seen
     */
    <T> CompletionStage<Answer> answer(
            Supplier<Optional<Reading<T>>> ready,
            LongFunction<Uni<Reading<T>>> read,
            Function<Reading<T>, Answer> answer) {
        Optional<Reading<T>> reading = minGeneration.isNone() ? ready.get() : Optional.empty();
        return reading.isPresent()
                ? CompletableFuture.completedFuture(answer.apply(reading.get()))
                : DirectReads.carryingContexts(() -> minGeneration
                        .await(() -> read.apply(minGeneration.number()))
                        .map(answer)
                        .subscribeAsCompletionStage());
    }

    /** @throws Refusal 503 where that is too old for the caller */
    void requireYoung(Duration age) {
        if (maxAge.isPresent() && age.toSeconds() > maxAge.getAsLong()) {
            throw Refusal.notYet("What the mirror has is " + age.toSeconds() + " s old", NEXT_RUN);
        }
    }

    /** Whether the caller holds the answer of this tag; a proxy on the way may have made it a weak one. */
    boolean isHeld(String tag) {
        if (!request.headers().contains(HttpHeaders.IF_NONE_MATCH)) {
            return false;
        }
        String known = String.join(",", request.headers().getAll(HttpHeaders.IF_NONE_MATCH));
        for (String each : known.split(",")) {
            String held = each.strip();
            if (held.equals("*") || held.equals(tag) || held.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /** Says something in a header of the answer, which nothing can go wrong with any more. */
    Read tell(CharSequence header, String value) {
        request.response().headers().set(header, value);
        return this;
    }

    /** What the caller holds. */
    Answer held() {
        request.response().setStatusCode(NOT_MODIFIED);
        return new Answer(request.response(), null);
    }

    /** All of it; with its length, which {@code HEAD} would not be told else. */
    Answer whole(Buffer body) {
        if (request.method() == HttpMethod.HEAD) {
            tell(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        // A stream of HTTP/2 holds what it is given for as long as its reader likes, and with it all of a snapshot.
        return new Answer(request.response(), request.version() == HttpVersion.HTTP_2 ? body.copy() : body);
    }
}
