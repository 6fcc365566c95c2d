package io.loyaltymirror.api.altegio;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.mirror.Reading;
import io.loyaltymirror.mirror.TypeList;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** Turns what the mirror found into Altegio's answers, with the mirror's own word in headers. */
final class Answers {

    static final String GENERATION = "Mirror-Generation";
    static final String AS_OF = "Mirror-As-Of";
    static final String AGE = "Age";

    /** A first scan takes a few seconds; a chain that cannot be read may take longer, and is asked for again. */
    private static final Duration FIRST_SCAN = Duration.ofSeconds(10);

    private Answers() {}

    static RestResponse<byte[]> list(ChainId chain, Reading<TypeList> reading) {
        Reading.Found<TypeList> found = found(chain, reading);
        return answer(found, Envelope.list(found.value()));
    }

    static RestResponse<byte[]> single(ChainId chain, long id, Reading<String> reading) {
        Reading.Found<String> found = found(chain, reading);
        if (found.value() == null) {
            throw Refusal.notFound("There is no type " + id + " in chain " + chain);
        }
        return answer(found, Envelope.single(found.value()));
    }

    private static <T> Reading.Found<T> found(ChainId chain, Reading<T> reading) {
        return switch (reading) {
            case Reading.Found<T> found -> found;
            case Reading.UnknownChain<T> _ -> throw Caller.unknown(chain.value());
            case Reading.NeverRead<T> _ ->
                throw Refusal.notYet("Chain " + chain + " has not been read completely yet", FIRST_SCAN);
        };
    }

    private static RestResponse<byte[]> answer(Reading.Found<?> found, byte[] body) {
        return RestResponse.ResponseBuilder.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header(GENERATION, found.generation())
                .header(AS_OF, found.asOf())
                .header(AGE, found.age().toSeconds())
                .build();
    }
}
