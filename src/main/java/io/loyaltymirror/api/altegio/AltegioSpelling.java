package io.loyaltymirror.api.altegio;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Altegio answers to both spellings of the path, and JSON whatever the client accepts; clients send its own format
 * {@code application/vnd.api.v2+json}, which ordinary negotiation would refuse. Works on the address as it came: many
 * clients send characters that a strict reading refuses.
 */
@ApplicationScoped
class AltegioSpelling {

    private static final String CHAINS = Envelope.PREFIX + "/chains/";
    private static final String CHAIN = Envelope.PREFIX + "/chain/";

    /** Before authentication (-200), which must see the path that is served. */
    private static final int EARLY = -1_000;

    private final DirectReads reads;

    AltegioSpelling(DirectReads reads) {
        this.reads = reads;
    }

    void install(@Observes Router router) {
        router.route(Envelope.PREFIX + "/*").order(EARLY).handler(this::accept);
    }

    private void accept(RoutingContext context) {
        context.request().headers().set(HttpHeaders.ACCEPT, "application/json");
        String address = context.request().uri();
        if (address.startsWith(CHAINS)) {
            context.reroute(CHAIN + address.substring(CHAINS.length()));
        } else {
            reads.next(context);
        }
    }
}
