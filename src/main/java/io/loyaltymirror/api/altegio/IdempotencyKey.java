package io.loyaltymirror.api.altegio;

import io.loyaltymirror.api.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Idempotency-Key} of the IETF's draft: a structured string in quotes; plain ones are taken too, since
 * many clients send those.
 */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern QUOTED =
            Pattern.compile("\"((?:[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\]){1,255})\"");

    private static final Pattern PLAIN = Pattern.compile("[\\x21\\x23-\\x7E]{1,255}");

    private IdempotencyKey() {}

    /** @throws Refusal 400 where it is no key */
    static Optional<String> read(String header) {
        if (header == null) {
            return Optional.empty();
        }
        var quoted = QUOTED.matcher(header.strip());
        if (quoted.matches()) {
            return Optional.of(quoted.group(1).replaceAll("\\\\(.)", "$1"));
        }
        if (PLAIN.matcher(header.strip()).matches()) {
            return Optional.of(header.strip());
        }
        throw Refusal.badRequest(
                Map.of(HEADER, List.of("must be 1 to 255 visible ASCII characters, in quotes where there are spaces")));
    }
}
