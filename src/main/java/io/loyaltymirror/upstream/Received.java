package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * An answer as it came, classified by {@link ExchangeTable}.
 *
 * @param json the body as a tree; missing where it is none
 * @param refusals reads what upstream says when it refuses
 * @param at {@code mirror_now()} when the request was permitted; null where no permit was needed
 */
record Received(RestResponse<?> response, JsonNode json, BodyForm form, Refusals refusals, Instant at) {

    static Received of(RestResponse<?> response, Refusals refusals, Instant at) {
        byte[] body = bytes(response);
        JsonNode json = json(body);
        return new Received(response, json, BodyForm.of(json, firstCharacter(body)), refusals, at);
    }

    /** The envelope of a read that was answered; throws the failure that any other answer means. */
    JsonNode read() {
        return envelope(ExchangeTable.row(response.getStatus(), form).read());
    }

    /** The envelope of a write that was executed, missing where the answer had no body; throws likewise. */
    JsonNode write() {
        return envelope(ExchangeTable.row(response.getStatus(), form).write());
    }

    /** Whether upstream knows neither of our tokens, or not both. */
    boolean refusesCredential() {
        return ExchangeTable.row(response.getStatus(), form).read() == Meaning.CREDENTIAL;
    }

    /** Whether Altegio itself understood who asks and answered, be it with a refusal. */
    boolean isUpstreamsOwn() {
        return switch (ExchangeTable.row(response.getStatus(), form).read()) {
            case OK, FORBIDDEN, NOT_FOUND, INVALID -> true;
            case CREDENTIAL, THROTTLED, NOT_SENT, AMBIGUOUS -> false;
        };
    }

    private JsonNode envelope(Meaning meaning) {
        return switch (meaning) {
            case OK -> json;
            case CREDENTIAL -> throw rejected(Reason.CREDENTIAL);
            case FORBIDDEN -> throw rejected(Reason.FORBIDDEN);
            case NOT_FOUND -> throw rejected(Reason.NOT_FOUND);
            case INVALID -> throw rejected(Reason.INVALID);
            case THROTTLED -> throw throttled();
            case NOT_SENT -> throw new NotSent(words(), null);
            case AMBIGUOUS -> throw ambiguous();
        };
    }

    private Rejected rejected(Reason reason) {
        return new Rejected(reason, words(), response.getStatus(), refusals.meta(json));
    }

    /** Somebody's 4xx is no sign that upstream is in trouble, though nobody knows what it means. */
    private Ambiguous ambiguous() {
        int status = response.getStatus();
        return new Ambiguous("status " + status + ": " + words(), null, status < 400 || status >= 500);
    }

    private Throttled throttled() {
        return new Throttled(refusals.wait(response, words()), words());
    }

    private String words() {
        return refusals.words(json);
    }

    /** The client reads a successful body as it was asked to, and leaves any other as a stream of what it has in memory. */
    private static byte[] bytes(RestResponse<?> response) {
        try {
            return switch (response.getEntity()) {
                case byte[] body -> body;
                case InputStream body -> body.readAllBytes();
                case null, default -> new byte[0];
            };
        } catch (IOException e) {
            throw new UncheckedIOException("a body in memory can be read", e);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? Json.MAPPER.missingNode() : Envelope.read(body);
        } catch (IOException | NumberFormatException notJson) {
            // Exponents beyond an int: BigDecimal refuses them with an exception of its own.
            return Json.MAPPER.missingNode();
        }
    }

    private static int firstCharacter(byte[] body) {
        for (byte b : body) {
            if (!Character.isWhitespace(b)) {
                return b;
            }
        }
        return 0;
    }
}
