package io.loyaltymirror.upstream;

import static io.loyaltymirror.upstream.Meaning.AMBIGUOUS;
import static io.loyaltymirror.upstream.Meaning.CREDENTIAL;
import static io.loyaltymirror.upstream.Meaning.FORBIDDEN;
import static io.loyaltymirror.upstream.Meaning.INVALID;
import static io.loyaltymirror.upstream.Meaning.NOT_FOUND;
import static io.loyaltymirror.upstream.Meaning.OK;
import static io.loyaltymirror.upstream.Meaning.THROTTLED;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.sandbox.BodyDamage;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.PageDamage;
import io.loyaltymirror.sandbox.RetryHint;
import io.loyaltymirror.sandbox.SocketDamage;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** What upstream does, and what that means as a read and as a write. */
record ExchangeCase(String name, Optional<Fault> fault, Meaning read, Meaning write) {

    /** Beyond the test's limit of an attempt. */
    private static final Duration LONG = Duration.ofSeconds(2);

    static Stream<ExchangeCase> all() {
        return Stream.of(answers(), refusals(), damage(), sockets()).flatMap(rows -> rows);
    }

    private static Stream<ExchangeCase> answers() {
        return Stream.of(
                new ExchangeCase("nothing wrong", Optional.empty(), OK, OK),
                row("204", CannedAnswer.of(204), AMBIGUOUS, OK),
                row("200 empty", form(200, "empty"), AMBIGUOUS, OK),
                row("200 success:false", CannedAnswer.unsuccessful("not today"), AMBIGUOUS, AMBIGUOUS),
                row("200 rate limit", CannedAnswer.rateLimited(200, RetryHint.BODY, 7), THROTTLED, THROTTLED),
                row("200 HTML", form(200, "html"), AMBIGUOUS, AMBIGUOUS),
                row("200 text", form(200, "text"), AMBIGUOUS, AMBIGUOUS),
                row("301", CannedAnswer.redirect(301, "/elsewhere"), AMBIGUOUS, AMBIGUOUS),
                row("302", CannedAnswer.redirect(302, "/elsewhere"), AMBIGUOUS, AMBIGUOUS),
                row("500", CannedAnswer.of(500), AMBIGUOUS, AMBIGUOUS),
                row("502 HTML", CannedAnswer.html(502), AMBIGUOUS, AMBIGUOUS),
                row("503", CannedAnswer.of(503), AMBIGUOUS, AMBIGUOUS),
                row("504 empty", form(504, "empty"), AMBIGUOUS, AMBIGUOUS));
    }

    private static Stream<ExchangeCase> refusals() {
        return Stream.of(
                row("400", CannedAnswer.of(400), INVALID, INVALID),
                row("400 HTML", CannedAnswer.html(400), AMBIGUOUS, AMBIGUOUS),
                row("401", CannedAnswer.of(401), CREDENTIAL, CREDENTIAL),
                row("401 HTML", CannedAnswer.html(401), AMBIGUOUS, AMBIGUOUS),
                row("402", CannedAnswer.of(402), FORBIDDEN, FORBIDDEN),
                row("403", CannedAnswer.of(403), FORBIDDEN, FORBIDDEN),
                row("403 HTML", CannedAnswer.html(403), THROTTLED, THROTTLED),
                row("403 empty", form(403, "empty"), AMBIGUOUS, AMBIGUOUS),
                row("404", CannedAnswer.of(404), NOT_FOUND, NOT_FOUND),
                row("404 HTML", CannedAnswer.html(404), AMBIGUOUS, AMBIGUOUS),
                row("404 rate limit", CannedAnswer.rateLimited(404, RetryHint.BODY, 7), THROTTLED, THROTTLED),
                row("403 rate limit", CannedAnswer.rateLimited(403, RetryHint.BODY, 7), THROTTLED, THROTTLED),
                row("404 success:true", form(404, "success"), AMBIGUOUS, AMBIGUOUS),
                row("408", CannedAnswer.of(408), AMBIGUOUS, AMBIGUOUS),
                row("409", CannedAnswer.of(409), INVALID, INVALID),
                row("422", CannedAnswer.of(422), INVALID, INVALID),
                row("429 seconds", CannedAnswer.rateLimited(429, RetryHint.SECONDS, 7), THROTTLED, THROTTLED),
                row("429 date", CannedAnswer.rateLimited(429, RetryHint.DATE, 7), THROTTLED, THROTTLED),
                row("429 in the body", CannedAnswer.rateLimited(429, RetryHint.BODY, 7), THROTTLED, THROTTLED),
                row("429 nothing", CannedAnswer.rateLimited(429, RetryHint.NONE, 0), THROTTLED, THROTTLED),
                row("429 HTML", CannedAnswer.html(429), THROTTLED, THROTTLED));
    }

    private static Stream<ExchangeCase> damage() {
        return Stream.of(
                row("cut JSON", Fault.of(BodyDamage.CUT_JSON), AMBIGUOUS, AMBIGUOUS),
                row("cut body", Fault.of(BodyDamage.CUT_BODY), AMBIGUOUS, AMBIGUOUS),
                row("unreadable", Fault.of(BodyDamage.UNREADABLE), AMBIGUOUS, AMBIGUOUS),
                row("wrong content type", Fault.of(BodyDamage.WRONG_CONTENT_TYPE), OK, OK),
                row("invalid UTF-8", Fault.of(BodyDamage.INVALID_UTF8), AMBIGUOUS, AMBIGUOUS),
                row("data as object", Fault.of(PageDamage.DATA_AS_OBJECT), AMBIGUOUS, OK),
                row("total as count", Fault.of(PageDamage.TOTAL_AS_COUNT), OK, OK),
                row("data null", Fault.of(PageDamage.DATA_NULL), AMBIGUOUS, OK),
                row("meta []", Fault.of(PageDamage.META_AS_ARRAY), AMBIGUOUS, OK),
                row("no meta", Fault.of(PageDamage.META_MISSING), AMBIGUOUS, OK));
    }

    private static Stream<ExchangeCase> sockets() {
        return Stream.of(
                row("close", Fault.of(SocketDamage.CLOSE), AMBIGUOUS, AMBIGUOUS),
                row("reset", Fault.of(SocketDamage.RESET), AMBIGUOUS, AMBIGUOUS),
                row("black hole", Fault.of(SocketDamage.BLACK_HOLE).lasting(LONG), AMBIGUOUS, AMBIGUOUS),
                row("stall in the body", Fault.of(SocketDamage.STALL).lasting(LONG), AMBIGUOUS, AMBIGUOUS),
                row("slow body", Fault.of(SocketDamage.SLOW_BODY).lasting(LONG), AMBIGUOUS, AMBIGUOUS));
    }

    private static CannedAnswer form(int status, String form) {
        ObjectNode members = JsonNodeFactory.instance.objectNode().put("form", form);
        if (form.equals("text")) {
            members.put("text", "back soon");
        }
        return CannedAnswer.of(status).with(members);
    }

    private static ExchangeCase row(String name, CannedAnswer answer, Meaning read, Meaning write) {
        return row(name, Fault.of(answer), read, write);
    }

    private static ExchangeCase row(String name, Fault fault, Meaning read, Meaning write) {
        return new ExchangeCase(name, Optional.of(fault), read, write);
    }

    @Override
    public String toString() {
        return name;
    }
}
