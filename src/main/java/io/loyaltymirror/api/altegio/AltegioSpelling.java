package io.loyaltymirror.api.altegio;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Altegio answers to both spellings of the path, and JSON whatever the client accepts; clients send its own format
 * {@code application/vnd.api.v2+json}, which ordinary negotiation would refuse.
 */
class AltegioSpelling {

    private static final String CHAINS = Envelope.PREFIX + "/chains/";
    private static final String CHAIN = Envelope.PREFIX + "/chain/";

    @ServerRequestFilter(preMatching = true)
    void accept(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        String path = uri.getRequestUri().getRawPath();
        if (!path.startsWith(Envelope.PREFIX)) {
            return;
        }
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
        if (path.startsWith(CHAINS)) {
            request.setRequestUri(uri.getRequestUriBuilder()
                    .replacePath(CHAIN + path.substring(CHAINS.length()))
                    .build());
        }
    }
}
