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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Authorization: Bearer <key>}, and {@code Bearer <key>, User <anything>}, which is what a client written
 * for Altegio sends.
 */
@ApplicationScoped
class KeyAuthentication implements HttpAuthenticationMechanism {

    private static final Pattern BEARER =
            Pattern.compile("Bearer\\s+([^\\s,]+)\\s*(?:,\\s*User\\b.*)?", Pattern.CASE_INSENSITIVE);

    private static final String CHALLENGE = "WWW-Authenticate";

    private final ApiKeys keys;
    private final RefusedCallers refused;

    KeyAuthentication(ApiKeys keys, RefusedCallers refused) {
        this.keys = keys;
        this.refused = refused;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        return key(header)
                .flatMap(keys::find)
                .map(key -> Uni.createFrom().item(identity(key)))
                .orElseGet(KeyAuthentication::refused);
    }

    /** What is presented as a key; empty where the header is not of a form that has one. */
    static Optional<String> key(String header) {
        Matcher bearer = BEARER.matcher(header.strip());
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }

    private static Uni<SecurityIdentity> refused() {
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    private static SecurityIdentity identity(ApiKey key) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(key.name()))
                .addRoles(key.roles())
                .addAttribute(Caller.SCOPE, key.scope())
                .build();
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
