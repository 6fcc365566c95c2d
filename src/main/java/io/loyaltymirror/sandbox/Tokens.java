package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** The header that carries both tokens, and the login that gives the second for a password. */
final class Tokens {
    private static final Pattern BOTH = Pattern.compile("Bearer\\s+([^,\\s]+)(?:\\s*,\\s*User\\s+(\\S+))?\\s*");

    private final SandboxSettings settings;

    Tokens(SandboxSettings settings) {
        this.settings = settings;
    }

    void refuseWithoutPartner(Call call) {
        if (!token(call, 1).equals(Optional.of(settings.partnerToken()))) {
            throw new Refusal(Answer.refusal(401, "The partner token is missing or wrong."));
        }
    }

    void refuseWithoutUser(Call call) {
        if (!token(call, 2).equals(Optional.of(settings.userToken()))) {
            throw new Refusal(Answer.refusal(401, "The user token is missing or wrong."));
        }
    }

    Answer login(Call call) {
        var body = call.json().orElseGet(Json::object);
        var errors = new FieldErrors();
        errors.check(body.path("login").isTextual(), "login", "is required and is a text");
        errors.check(body.path("password").isTextual(), "password", "is required and is a text");
        errors.refuseIfAny(400);
        var known = body.get("login").textValue().equals("sandbox")
                && body.get("password").textValue().equals("sandbox");
        return known ? Answer.created(user()) : Answer.refusal(401, "The login or the password is wrong.");
    }

    private ObjectNode user() {
        var user = Json.object().put("id", 1).put("user_token", settings.userToken());
        user.put("name", "Sandbox User").put("phone", "").put("login", "sandbox");
        return user.put("email", "sandbox@example.com").put("avatar", "").put("is_approved", true);
    }

    private static Optional<String> token(Call call, int place) {
        var header = call.headers().get("Authorization");
        var parts = BOTH.matcher(header == null ? "" : header);
        return parts.matches() ? Optional.ofNullable(parts.group(place)) : Optional.empty();
    }
}
