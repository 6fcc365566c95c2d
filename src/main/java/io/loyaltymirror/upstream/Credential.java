package io.loyaltymirror.upstream;

import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who we are to upstream: the header with both tokens. The user token is configured, or comes from a login, and is then
 * renewed once for a request that upstream refused for it (Altegio kills it with a change of the password).
 */
@ApplicationScoped
class Credential {

    private static final String REFUSED = "upstream refuses our credential, scans rest";

    private final UpstreamConfig config;
    private final Wire wire;
    private final Secrets secrets;
    private final Acceptance acceptance;
    private volatile String header;
    private Uni<String> login;

    Credential(UpstreamConfig config, Wire wire, Secrets secrets, MeterRegistry meters) {
        this.config = config;
        this.wire = wire;
        this.secrets = secrets;
        this.acceptance = new Acceptance(config.credentialRest(), System::nanoTime);
        this.header = config.userToken().map(this::header).orElse(null);
        Gauge.builder("mirror.upstream.credential.refused", acceptance, each -> each.isRefused() ? 1 : 0)
                .description("1 while upstream refuses the configured credential, else 0")
                .register(meters);
    }

    Acceptance acceptance() {
        return acceptance;
    }

    /** The ticket with which requests of this traffic ask for {@link #header(Exchange)}. */
    long ticket(Traffic traffic) {
        return traffic == Traffic.SCAN ? acceptance.admit() : Acceptance.ALWAYS;
    }

    /** The value of {@code Authorization}; fails with {@code Rejected(CREDENTIAL)} for who had better not ask. */
    Uni<String> header(Exchange exchange) {
        if (!acceptance.admits(exchange.ticket())) {
            return Uni.createFrom().failure(() -> new Rejected(Reason.CREDENTIAL, REFUSED));
        }
        String known = header;
        return known != null ? Uni.createFrom().item(known) : login(exchange);
    }

    /** Another header than the one that was refused; null where there is none. */
    Uni<String> renewed(String refused, Exchange exchange) {
        String known = header;
        if (known != null && !known.equals(refused)) {
            return Uni.createFrom().item(known);
        }
        return config.login().isPresent() ? login(exchange) : Uni.createFrom().nullItem();
    }

    /** Learns from an answer whether the credential is accepted. */
    void judge(Received answer) {
        if (answer.refusesCredential()) {
            refuse();
        } else if (acceptance.isRefused() && answer.isUpstreamsOwn() && acceptance.accept()) {
            Log.info("Upstream accepts our credential again");
        }
    }

    private void refuse() {
        if (acceptance.refuse()) {
            Log.errorf(
                    "Upstream refuses our credential (401): scans rest, one tries every %s."
                            + " Look at mirror.upstream.partner-token and .user-token (or .login and .password)",
                    config.credentialRest());
        }
    }

    /** Whoever comes while a login is under way gets its outcome; a refused one is not repeated before the rest is over. */
    private synchronized Uni<String> login(Exchange exchange) {
        if (login != null) {
            return login;
        }
        if (acceptance.isResting() && exchange.ticket() == Acceptance.ALWAYS) {
            return Uni.createFrom().failure(() -> new Rejected(Reason.CREDENTIAL, REFUSED));
        }
        header = null;
        login = issued(exchange)
                .onFailure(Rejected.class)
                .invoke(_ -> refuse())
                .onTermination()
                .invoke(this::loginEnded)
                .memoize()
                .indefinitely();
        return login;
    }

    /** Nothing was sent yet of what waits for the login, whatever became of the login itself. */
    private Uni<String> issued(Exchange exchange) {
        String name = config.login().orElseThrow();
        String password = config.password().orElseThrow();
        return exchange.once(() -> wire.login(partner(), name, password))
                .map(Credential::userToken)
                .invoke(secrets::issued)
                .map(this::header)
                .invoke(issued -> header = issued)
                .onFailure(Rejected.class)
                .transform(refusal -> new Rejected(Reason.CREDENTIAL, "login: " + refusal.getMessage()))
                .onFailure(Ambiguous.class)
                .transform(failure -> new NotSent("login: " + failure.getMessage(), failure));
    }

    private synchronized void loginEnded() {
        login = null;
    }

    private static String userToken(Received answer) {
        String token = answer.write().path("data").path("user_token").asText("");
        if (!UpstreamConfigCheck.TOKEN.matcher(token).matches()) {
            throw new Rejected(Reason.CREDENTIAL, "answered without a user token; is a second factor asked for?");
        }
        return token;
    }

    private String partner() {
        return "Bearer " + config.partnerToken();
    }

    private String header(String userToken) {
        return partner() + ", User " + userToken;
    }
}
