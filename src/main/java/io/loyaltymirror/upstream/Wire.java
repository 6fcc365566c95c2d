package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.resteasy.reactive.RestResponse;

/** Altegio's addresses, headers and time limits, filled in from the configuration. */
@ApplicationScoped
class Wire {

    private final AltegioApi api;
    private final String authorization;
    private final String spelling;
    private final int pageSize;

    Wire(UpstreamConfig config, RateBudget budget) {
        authorization = "Bearer " + config.partnerToken() + ", User " + config.userToken();
        spelling = config.chainSpelling().name().toLowerCase(Locale.ROOT);
        pageSize = config.pageSize();
        api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(config.timeout().toMillis() / 2, TimeUnit.MILLISECONDS)
                .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .httpClientRequestCustomizer(request -> useOrReset(budget, request))
                .build(AltegioApi.class);
    }

    /** Called when the request has its connection, before its first byte leaves. */
    private static void useOrReset(RateBudget budget, HttpClientRequest request) {
        if (!budget.use()) {
            request.reset(0, new StalePermitException());
        }
    }

    Uni<RestResponse<byte[]>> page(ChainId chain, View view, int page) {
        return switch (view) {
            case CERTIFICATE_TYPES -> api.certificateTypes(authorization, spelling, chain.value(), page, pageSize);
            case CURRENT_MEMBERSHIP_TYPES -> membershipTypes(chain, 0, page);
            case ARCHIVED_MEMBERSHIP_TYPES -> membershipTypes(chain, 1, page);
        };
    }

    Uni<RestResponse<byte[]>> type(ChainId chain, Kind kind, long id) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> api.certificateType(authorization, spelling, chain.value(), id);
            case MEMBERSHIP_TYPE -> api.membershipType(authorization, spelling, chain.value(), id);
        };
    }

    private Uni<RestResponse<byte[]>> membershipTypes(ChainId chain, int isArchived, int page) {
        return api.membershipTypes(authorization, spelling, chain.value(), isArchived, page, pageSize);
    }

    /** What a failed exchange means; only a connection that never came about proves that nothing was sent. */
    static UpstreamFailure failure(Throwable failure) {
        if (StalePermitException.isReason(failure)) {
            return new NotSent("no permit was fresh enough", failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLHandshakeException) {
                return new NotSent("upstream cannot be reached: " + cause.getMessage(), failure);
            }
        }
        return new Ambiguous("no answer: " + failure.getMessage(), failure);
    }
}
