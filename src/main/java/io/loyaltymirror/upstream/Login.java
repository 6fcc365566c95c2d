package io.loyaltymirror.upstream;

import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Gets a user token for a login and its password. */
@ApplicationScoped
class Login {

    private final UpstreamConfig config;
    private final Wire wire;
    private final Secrets secrets;

    Login(UpstreamConfig config, Wire wire, Secrets secrets) {
        this.config = config;
        this.wire = wire;
        this.secrets = secrets;
    }

    /** The header with a new token. Whatever fails, what waits for the login was not sent. */
    Uni<String> by(Exchange exchange) {
        String name = config.login().orElseThrow();
        String password = config.password().orElseThrow();
        return exchange.once(() -> wire.login(partner(), name, password))
                .map(this::userToken)
                .map(this::header)
                .onFailure(Rejected.class)
                .transform(refusal -> new Rejected(Reason.CREDENTIAL, "login: " + refusal.getMessage()))
                .onFailure(Ambiguous.class)
                .transform(failure -> new NotSent("login: " + failure.getMessage(), failure));
    }

    private String userToken(Received answer) {
        String token = answer.write().path("data").path("user_token").asText("");
        if (!UpstreamConfigCheck.TOKEN.matcher(token).matches()) {
            throw new Rejected(Reason.CREDENTIAL, "answered without a user token; is a second factor asked for?");
        }
        secrets.issued(token);
        return token;
    }

    /** With both tokens. */
    String header(String userToken) {
        return partner() + ", User " + userToken;
    }

    private String partner() {
        return "Bearer " + config.partnerToken();
    }
}
