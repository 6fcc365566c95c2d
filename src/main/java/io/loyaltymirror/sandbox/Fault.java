package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * What shall go wrong with a request: one of {@code answer}, {@code body}, {@code page} and {@code socket}, or nothing
 * but a delay. The control door shows and takes the same names in snake case.
 *
 * @param name what the request log calls it; null is the name of the harm
 * @param method the only one it is for; null is any
 * @param path a part of, or a regular expression found in, the path and query it is for; null is any
 * @param times how many requests it is for
 * @param effect whether a write is done; null is done if the caller sees something of the true answer, else not
 * @param delayMs milliseconds the answer, or what is in its place, comes later
 * @param commitDelayMs milliseconds after the request until a write is done; the answer is that of a write now
 * @param lastsMs milliseconds of a black hole, a slow body or a stall; null is as {@link SocketDamage} says
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
        String name,
        CannedAnswer answer,
        BodyDamage body,
        PageDamage page,
        SocketDamage socket,
        String method,
        String path,
        int times,
        Effect effect,
        int delayMs,
        int commitDelayMs,
        Integer lastsMs) {

    public Fault {
        var harms =
                Stream.of(answer, body, page, socket).filter(Objects::nonNull).count();
        Json.demand(harms <= 1, "a fault has only one of answer, body, page and socket");
        Json.demand(
                harms == 1 || delayMs > 0 || commitDelayMs > 0 || effect == Effect.BEFORE,
                "a fault has one of answer, body, page and socket, or a delay_ms, a commit_delay_ms or effect before");
        Json.demand(times >= 1, "times is 1 or more");
        Json.demand(delayMs >= 0 && commitDelayMs >= 0, "delay_ms and commit_delay_ms are 0 or more");
        Json.demand(lastsMs == null || lastsMs > 0 && socket != null, "lasts_ms is 1 or more, and for a socket only");
        Json.demand(commitDelayMs == 0 || effect != Effect.BEFORE, "with effect before there is no commit to delay");
        Json.demand(path == null || isExpression(path), "path is no regular expression: " + path);
    }

    public static Fault of(CannedAnswer answer) {
        return new Fault(null, answer, null, null, null, null, null, 1, null, 0, 0, null);
    }

    public static Fault of(BodyDamage body) {
        return new Fault(null, null, body, null, null, null, null, 1, null, 0, 0, null);
    }

    public static Fault of(PageDamage page) {
        return new Fault(null, null, null, page, null, null, null, 1, null, 0, 0, null);
    }

    public static Fault of(SocketDamage socket) {
        return new Fault(null, null, null, null, socket, null, null, 1, null, 0, 0, null);
    }

    /** The true answer, so much later. */
    public static Fault ofDelay(Duration delay) {
        return new Fault(null, null, null, null, null, null, null, 1, null, Math.toIntExact(delay.toMillis()), 0, null);
    }

    /** The true answer at once, to a write that is done so much later. */
    public static Fault ofCommitDelay(Duration delay) {
        return new Fault(null, null, null, null, null, null, null, 1, null, 0, Math.toIntExact(delay.toMillis()), null);
    }

    /**
     * Named as at the control door.
     *
     * @throws IllegalArgumentException says which member is unknown or has no good value
     */
    public static Fault of(ObjectNode members) {
        var whole = Json.object().put("times", 1).put("delay_ms", 0).put("commit_delay_ms", 0);
        whole.setAll(members);
        if (members.get("answer") instanceof ObjectNode answer) {
            ObjectNode given = Json.object().put("status", 0).put("seconds", 0);
            whole.set("answer", given.setAll(answer));
        }
        return Json.as(Fault.class, whole);
    }

    /** For this method alone, and for paths (with their query) that have this part or match this expression. */
    public Fault on(String method, String path) {
        return with(Json.object().put("method", method).put("path", path));
    }

    /** For so many requests. */
    public Fault repeated(int times) {
        return with(Json.object().put("times", times));
    }

    /** A write is not done. */
    public Fault beforeEffect() {
        return with(Json.object().put("effect", "before"));
    }

    /** A write is done. */
    public Fault afterEffect() {
        return with(Json.object().put("effect", "after"));
    }

    /** A write is done, but so much later. */
    public Fault committedAfter(Duration delay) {
        return with(Json.object().put("commit_delay_ms", delay.toMillis()));
    }

    /** For black holes, slow bodies and stalls. */
    public Fault lasting(Duration time) {
        return with(Json.object().put("lasts_ms", time.toMillis()));
    }

    /** As it shall stand in the request log. */
    public Fault named(String name) {
        return with(Json.object().put("name", name));
    }

    /**
     * The same with the given members, named as at the control door.
     *
     * @throws IllegalArgumentException says which member is unknown or has no good value
     */
    public Fault with(ObjectNode members) {
        return Json.changed(this, members);
    }

    Harm harm() {
        return Stream.<Harm>of(answer, body, page, socket)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(Harm.Truth::new);
    }

    String title() {
        return name == null ? harm().title() : name;
    }

    boolean writeIsDone() {
        return effect == null ? commitDelayMs > 0 || harm().showsTheTruth() : effect == Effect.AFTER;
    }

    Duration lasts() {
        return Duration.ofMillis(lastsMs == null ? socket.lastsMs() : lastsMs);
    }

    boolean fits(Call call) {
        return (method == null || method.equalsIgnoreCase(call.method()))
                && (path == null
                        || call.uri().contains(path)
                        || Pattern.compile(path).matcher(call.uri()).find())
                && harm().fits(call);
    }

    private static boolean isExpression(String path) {
        try {
            Pattern.compile(path);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
