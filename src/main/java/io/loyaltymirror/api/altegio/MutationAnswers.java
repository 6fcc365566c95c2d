package io.loyaltymirror.api.altegio;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.mutation.Outcome;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Turns what became of a change into Altegio's answers, with the mirror's own word in headers. */
@Singleton
class MutationAnswers {

    /** The change's id; also its key where the caller gave none. */
    static final String MUTATION = "Mirror-Mutation";

    private static final String PLACE = "/mirror/v1/mutations/";

    private final Envelope envelope;

    MutationAnswers(Envelope envelope) {
        this.envelope = envelope;
    }

    /** With the type in Altegio's envelope; {@code null} of a delete. */
    RestResponse<byte[]> withData(ChainId chain, Outcome outcome) {
        return outcome instanceof Outcome.Done done
                ? done(
                        done,
                        ResponseBuilder.ok(
                                Envelope.single(String.valueOf(done.data())), MediaType.APPLICATION_JSON_TYPE))
                : notDone(chain, outcome);
    }

    /** 204, as the archive call is documented. */
    RestResponse<byte[]> withoutBody(ChainId chain, Outcome outcome) {
        return outcome instanceof Outcome.Done done
                ? done(done, ResponseBuilder.create(RestResponse.Status.NO_CONTENT))
                : notDone(chain, outcome);
    }

    private static RestResponse<byte[]> done(Outcome.Done done, ResponseBuilder<byte[]> answer) {
        return answer.header(MUTATION, done.mutation())
                .header(Answers.GENERATION, done.generation())
                .build();
    }

    private RestResponse<byte[]> notDone(ChainId chain, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> throw new IllegalStateException("it is done");
            case Outcome.UnknownChain _ -> throw Caller.unknown(chain.value());
            case Outcome.Resting resting ->
                throw Refusal.notYet("Altegio fails too often and is left alone for a while", resting.retryAfter());
            case Outcome.Refused refused ->
                of(refused.status(), refused(refused.meta()), refused.mutation())
                        .build();
            case Outcome.CredentialRefused refused ->
                of(502, body(502, "Altegio refuses the mirror's own credential"), refused.mutation())
                        .build();
            case Outcome.KeyReused reused ->
                of(422, body(422, "This key was used for another request"), reused.mutation())
                        .build();
            case Outcome.Unknown _, Outcome.NotSent _, Outcome.Blocked _, Outcome.InProgress _ -> notYet(outcome);
        };
    }

    private RestResponse<byte[]> notYet(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unknown unknown ->
                at(202, "It is not known whether this was done; it is being found out", unknown.mutation())
                        .build();
            case Outcome.NotSent notSent ->
                later(
                        of(503, body(503, "Nothing was sent: " + notSent.reason()), notSent.mutation()),
                        notSent.retryAfter());
            case Outcome.Blocked blocked ->
                later(at(409, "Another change of the same has no outcome yet", blocked.by()), blocked.retryAfter());
            case Outcome.InProgress busy ->
                later(at(409, "A request with this key is being served", busy.mutation()), busy.retryAfter());
            default -> throw new IllegalStateException("not one of these: " + outcome);
        };
    }

    private static ResponseBuilder<byte[]> of(int status, byte[] body, UUID mutation) {
        return ResponseBuilder.<byte[]>create(status)
                .entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(MUTATION, mutation);
    }

    private ResponseBuilder<byte[]> at(int status, String message, UUID mutation) {
        return of(status, body(status, message), mutation).header(HttpHeaders.LOCATION, PLACE + mutation);
    }

    private static RestResponse<byte[]> later(ResponseBuilder<byte[]> answer, Duration wait) {
        return answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds()))
                .build();
    }

    private byte[] body(int status, String message) {
        return envelope.body(Refusal.of(status, message));
    }

    private static byte[] refused(String meta) {
        return ("{\"success\":false,\"data\":null,\"meta\":" + meta + "}").getBytes(StandardCharsets.UTF_8);
    }
}
