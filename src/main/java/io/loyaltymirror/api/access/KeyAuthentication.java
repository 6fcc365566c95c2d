package io.loyaltymirror.api.access;

import io.loyaltymirror.api.RefusedCallers;
import io.loyaltymirror.api.RefusedCallers.Reason;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads {@code Authorization: Bearer <key>}, and {@code Bearer <key>, User <anything>}, which is what a client written
 * for Altegio sends.
 */
@ApplicationScoped
class KeyAuthentication implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer";
    private static final String USER = "User";

    private static final String CHALLENGE = "WWW-Authenticate";

    private final ApiKeys keys;
    private final RefusedCallers refused;

    /** By the keys' names. Whether a key is good is asked each time; this is only what is made of it. */
    private final Map<String, Known> identities = new ConcurrentHashMap<>();

    KeyAuthentication(ApiKeys keys, RefusedCallers refused) {
        this.keys = keys;
        this.refused = refused;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        return key(header).flatMap(keys::find).map(this::identity).orElseGet(KeyAuthentication::refused);
    }

    /** What is presented as a key; empty where the header is not of a form that has one. (By hand: it is read each time.) */
    static Optional<String> key(String header) {
        String text = header.strip();
        int begin = text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? afterBlanks(text, SCHEME.length()) : 0;
        if (begin <= SCHEME.length()) {
            return Optional.empty();
        }
        int end = begin;
        while (end < text.length() && text.charAt(end) != ',' && !isBlank(text.charAt(end))) {
            end++;
        }
        return end > begin && isRest(text, afterBlanks(text, end))
                ? Optional.of(text.substring(begin, end))
                : Optional.empty();
    }

    /** Nothing, or the user token of a client written for Altegio. */
    private static boolean isRest(String text, int at) {
        if (at == text.length()) {
            return true;
        }
        int user = afterBlanks(text, at + 1);
        int end = user + USER.length();
        return text.charAt(at) == ','
                && text.regionMatches(true, user, USER, 0, USER.length())
                && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_');
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static Uni<SecurityIdentity> refused() {
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    private record Known(ApiKey key, Uni<SecurityIdentity> identity) {}

    private Uni<SecurityIdentity> identity(ApiKey key) {
        Known known = identities.get(key.name());
        if (known == null || known.key != key) {
            known = new Known(key, made(key));
            identities.put(key.name(), known);
        }
        return known.identity;
    }

    private static Uni<SecurityIdentity> made(ApiKey key) {
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(key.name()))
                        .addRoles(key.roles())
                        .addAttribute(Caller.SCOPE, key.scope())
                        .build());
    }

    private static Reason reason(String header) {
        if (header == null) {
            return Reason.NO_KEY;
        }
        return key(header).isEmpty() ? Reason.MALFORMED : Reason.UNKNOWN_KEY;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, CHALLENGE, "Bearer"));
    }

    /** The body comes from the plane's error form. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        refused.unknown(reason(context.request().getHeader(HttpHeaders.AUTHORIZATION)), context);
        context.response().putHeader(CHALLENGE, "Bearer");
        context.fail(401);
        return Uni.createFrom().item(true);
    }
}
