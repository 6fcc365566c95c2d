package io.loyaltymirror.upstream;

import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Who we are to upstream: the header with both tokens. The user token is configured, or comes from a login, and is then
 * renewed once for a request that upstream refused for it (Altegio kills it with a change of the password).
 */
@ApplicationScoped
class Credential {

    private final UpstreamConfig config;
    private final Login login;
    private final Acceptance acceptance;
    private volatile String header;
    private Uni<String> loggingIn;
    private boolean isLoginRefused;
    private long loginRefusedAt;

    Credential(UpstreamConfig config, Login login, MeterRegistry meters) {
        this.config = config;
        this.login = login;
        this.acceptance = new Acceptance(config.credentialRest(), System::nanoTime);
        this.header = config.userToken().map(login::header).orElse(null);
        Gauge.builder("mirror.upstream.credential.refused", acceptance, each -> each.isRefused() ? 1 : 0)
                .description("1 while upstream refuses the configured credential, else 0")
                .register(meters);
    }

    Acceptance acceptance() {
        return acceptance;
    }

    /**
     * Completes when there is a header to send with.
     *
     * @param exchange sends the login's request where there is none yet
     */
    Uni<Void> ready(Ticket ticket, Supplier<Exchange> exchange) {
        if (!acceptance.admits(ticket)) {
            return Uni.createFrom().failure(Credential::resting);
        }
        return header != null
                ? Uni.createFrom().voidItem()
                : another(null, ticket, exchange).replaceWithVoid();
    }

    /** The value of {@code Authorization} now; throws for a scan that had better not ask any more. */
    String header(Ticket ticket) {
        if (!acceptance.admits(ticket)) {
            throw resting();
        }
        return header;
    }

    private static Rejected resting() {
        return new Rejected(Reason.CREDENTIAL, "upstream refuses our credential, scans rest");
    }

    /** Another header than the one that was refused; null where there is none. */
    Uni<String> renewed(String refused, Ticket ticket, Supplier<Exchange> exchange) {
        return config.login().isPresent()
                ? another(refused, ticket, exchange)
                : Uni.createFrom().nullItem();
    }

    /**
     * Whoever comes while a login is under way gets its outcome. A refused one is not repeated before the rest is over,
     * whoever asks: with a wrong password the user would be locked out.
     */
    private synchronized Uni<String> another(String refused, Ticket ticket, Supplier<Exchange> exchange) {
        if (header != null && !header.equals(refused)) {
            return Uni.createFrom().item(header);
        }
        if (loggingIn != null) {
            return loggingIn;
        }
        boolean tooEarly = isLoginRefused
                && System.nanoTime() - loginRefusedAt < config.credentialRest().toNanos();
        if (tooEarly || !acceptance.admits(ticket)) {
            return Uni.createFrom().failure(Credential::resting);
        }
        loggingIn = login.by(exchange.get())
                .onItemOrFailure()
                .invoke(this::loginEnded)
                .memoize()
                .indefinitely();
        return loggingIn;
    }

    private synchronized void loginEnded(String issued, Throwable failure) {
        loggingIn = null;
        header = issued != null ? issued : header;
        isLoginRefused = failure instanceof Rejected;
        if (isLoginRefused) {
            loginRefusedAt = System.nanoTime();
            refuse();
        }
    }

    /**
     * Learns from an answer whether the credential is accepted.
     *
     * @param refusalsBefore how many refusals there had been when the request left
     */
    void judge(Received answer, long refusalsBefore) {
        if (answer.refusesCredential()) {
            refuse();
        } else if (acceptance.isRefused() && answer.isUpstreamsOwn() && acceptance.accept(refusalsBefore)) {
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
}
