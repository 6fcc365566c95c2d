package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An answer that has nothing to do with what was asked.
 *
 * @param status any from 200 to 599
 * @param form of the body; null is an envelope, and nothing for 204 and 304
 * @param message in the envelope or the page
 * @param errors in the envelope, by field
 * @param text the body of the form {@code text}
 * @param contentType instead of the form's own
 * @param headers over all others
 * @param retry how it says when to come again
 * @param seconds what it says then
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CannedAnswer(
        int status,
        BodyForm form,
        String message,
        Map<String, List<String>> errors,
        String text,
        String contentType,
        Map<String, String> headers,
        RetryHint retry,
        int seconds)
        implements Harm {

    // In GMT and with two digits for the day, as RFC 9110 has it; the JDK's own RFC 1123 form writes one.
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    public CannedAnswer {
        Json.demand(status >= 200 && status <= 599, "the status of an answer is 200 to 599, not " + status);
        var bodiless = status == 204 || status == 304;
        form = form != null ? form : bodiless ? BodyForm.EMPTY : BodyForm.ENVELOPE;
        Json.demand(!bodiless || form == BodyForm.EMPTY, "an answer " + status + " has no body: its form is empty");
        Json.demand(form != BodyForm.TEXT || text != null, "an answer of the form text has a text");
        Json.demand(seconds >= 0, "the seconds of an answer are 0 or more");
        errors = errors == null ? Map.of() : Map.copyOf(errors);
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        retry = retry == null ? RetryHint.NONE : retry;
    }

    /** The error envelope under this status. */
    public static CannedAnswer of(int status) {
        return new CannedAnswer(status, null, null, null, null, null, null, null, 0);
    }

    /** 200 with {@code success:false}. */
    public static CannedAnswer unsuccessful(String message) {
        return of(200).with(Json.object().put("message", message));
    }

    /** A page of HTML, as from a CDN. */
    public static CannedAnswer html(int status) {
        return of(status).with(Json.object().put("form", "html"));
    }

    public static CannedAnswer redirect(int status, String location) {
        var headers = Json.object().set("headers", Json.object().put("Location", location));
        return of(status).with((ObjectNode) headers).with(Json.object().put("form", "empty"));
    }

    /** A refusal for the rate: usually 429, but 200 was seen. */
    public static CannedAnswer rateLimited(int status, RetryHint retry, int seconds) {
        return of(status)
                .with(Json.object().put("retry", retry.name().toLowerCase(Locale.ROOT)))
                .with(Json.object().put("seconds", seconds));
    }

    /**
     * The same with the given members, named as at the control door.
     *
     * @throws IllegalArgumentException says which member is unknown or has no good value
     */
    public CannedAnswer with(ObjectNode members) {
        return Json.changed(this, members);
    }

    @Override
    public String title() {
        return "answer " + status;
    }

    @Override
    public boolean showsTheTruth() {
        return false;
    }

    Payload payload(Clock clock) {
        var all = new HashMap<String, String>();
        var body = body();
        if (body != null) {
            all.put("Content-Type", contentType == null ? ownContentType() : contentType);
        }
        if (retry == RetryHint.SECONDS) {
            all.put("Retry-After", Integer.toString(seconds));
        } else if (retry == RetryHint.DATE) {
            var then = clock.instant().plusSeconds(seconds).plusNanos(999_999_999);
            all.put("Retry-After", HTTP_DATE.format(then.truncatedTo(ChronoUnit.SECONDS)));
        }
        all.putAll(headers);
        return new Payload(status, all, body);
    }

    private byte[] body() {
        return switch (form) {
            case ENVELOPE -> Json.write(Answer.refusal(status, words(), errors).body());
            case SUCCESS -> Json.write(Answer.ok(Json.MAPPER.nullNode()).body());
            case HTML ->
                "<!DOCTYPE html>\n<html><body><h1>%d</h1><p>%s</p></body></html>\n"
                        .formatted(status, words())
                        .getBytes(StandardCharsets.UTF_8);
            case EMPTY -> null;
            case TEXT -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    private String ownContentType() {
        return switch (form) {
            case HTML -> "text/html; charset=utf-8";
            case TEXT -> "text/plain; charset=utf-8";
            case ENVELOPE, SUCCESS, EMPTY -> "application/json; charset=utf-8";
        };
    }

    private String words() {
        if (message != null) {
            return message;
        }
        return retry == RetryHint.BODY
                ? "Превышен лимит запросов. Повторите попытку через %d секунд".formatted(seconds)
                : "The sandbox was told to answer so.";
    }
}
