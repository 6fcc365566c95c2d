package io.loyaltymirror.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must never show itself. Upstream's words go into logs and accounts, and nobody knows what it repeats in them. */
@ApplicationScoped
class Secrets {

    private static final String REDACTED = "***";

    private final List<String> configured;
    private volatile List<String> issued = List.of();

    Secrets(UpstreamConfig config) {
        configured = Stream.of(
                        Optional.of(config.partnerToken()), config.userToken(), config.login(), config.password())
                .flatMap(Optional::stream)
                .flatMap(Secrets::spellings)
                .toList();
    }

    /** Upstream gave us a token; the one before it may still be on its way back. */
    synchronized void issued(String token) {
        issued = Stream.concat(issued.stream().skip(Math.max(0, issued.size() - 2)), spellings(token))
                .toList();
    }

    /** The text without any of them. */
    String redact(String text) {
        String redacted = text;
        for (String secret : longestFirst(configured, issued)) {
            redacted = redacted.replace(secret, REDACTED);
        }
        return redacted;
    }

    /** One may be a part of another. */
    private static List<String> longestFirst(Collection<String> some, Collection<String> others) {
        return Stream.concat(some.stream(), others.stream())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** As it is, and as JSON spells it. */
    private static Stream<String> spellings(String secret) {
        String json = Json.MAPPER.getNodeFactory().textNode(secret).toString();
        return Stream.of(secret, json.substring(1, json.length() - 1));
    }
}
