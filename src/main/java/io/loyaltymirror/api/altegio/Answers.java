package io.loyaltymirror.api.altegio;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.mirror.Reading;
import io.loyaltymirror.mirror.TypeBody;
import io.loyaltymirror.mirror.TypeList;
import io.loyaltymirror.mirror.TypeQuery;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.function.Function;

/** Turns what the mirror found into Altegio's answers, with the mirror's own word in headers. */
final class Answers {

    static final String GENERATION = "Mirror-Generation";

    private static final CharSequence GENERATION_NAME = HttpHeaders.createOptimized(GENERATION);
    private static final CharSequence AS_OF = HttpHeaders.createOptimized("Mirror-As-Of");
    private static final CharSequence AGE = HttpHeaders.createOptimized("Age");

    /** A first scan takes a few seconds; a chain that cannot be read may take longer, and is asked for again. */
    private static final Duration FIRST_SCAN = Duration.ofSeconds(10);

    private Answers() {}

    static Answer list(ChainId chain, Kind kind, TypeQuery query, Read asked, Reading<TypeList> reading) {
        Reading.Found<TypeList> found = found(chain, asked, reading);
        String tag = found.generation() + '-' + kind.word() + '-' + query.tag();
        return answer(asked, found, tag, Envelope::list);
    }

    static Answer single(ChainId chain, long id, Read asked, Reading<TypeBody> reading) {
        Reading.Found<TypeBody> found = found(chain, asked, reading);
        if (found.value() == null) {
            throw Refusal.notFound("There is no type " + id + " in chain " + chain);
        }
        return answer(asked, found, found.value().tag(), Envelope::single);
    }

    private static <T> Reading.Found<T> found(ChainId chain, Read asked, Reading<T> reading) {
        return switch (reading) {
            case Reading.Found<T> found -> {
                asked.requireYoung(found.age());
                yield found;
            }
            case Reading.UnknownChain<T> _ -> throw Caller.unknown(chain.value());
            case Reading.NeverRead<T> _ ->
                throw Refusal.notYet("Chain " + chain + " has not been read completely yet", FIRST_SCAN);
        };
    }

    /** The tag is of the bytes: one of the form of the answer and of what it is made of. No other encoding is served. */
    private static <T> Answer answer(Read asked, Reading.Found<T> found, String content, Function<T, Buffer> body) {
        String tag = '"' + content + '-' + Envelope.VERSION + '"';
        Buffer whole = asked.isHeld(tag) ? null : body.apply(found.value());
        asked.tell(HttpHeaders.ETAG, tag)
                .tell(GENERATION_NAME, found.generation())
                .tell(AS_OF, found.asOf())
                .tell(AGE, Long.toString(found.age().toSeconds()));
        return whole == null ? asked.held() : asked.whole(whole);
    }
}
