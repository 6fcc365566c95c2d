package io.loyaltymirror.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.impl.HttpClientConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.RestResponse;

/** Altegio's addresses, headers and time limits, filled in from the configuration. */
@ApplicationScoped
class Wire {

    private final AltegioApi reads;
    private final AltegioApi writes;
    private final AltegioAuth auth;
    private final String spelling;
    private final int pageSize;
    private final UpstreamConfig.Archive archive;

    Wire(UpstreamConfig config, RateBudget budget) {
        spelling = config.chainSpelling().name().toLowerCase(Locale.ROOT);
        pageSize = config.pageSize();
        archive = config.archive();
        reads = client(AltegioApi.class, config, budget, true);
        // At 5 a second a connection each costs nothing, and a write on one that upstream is just closing, whose
        // outcome nobody would know, cannot happen.
        writes = client(AltegioApi.class, config, budget, false);
        auth = client(AltegioAuth.class, config, budget, false);
    }

    private static <T> T client(Class<T> api, UpstreamConfig config, RateBudget budget, boolean keepAlive) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(connectTimeout(config).toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .httpClientOptionsCustomizer(options -> options.setKeepAlive(keepAlive))
                .httpClientRequestCustomizer(request -> useOrReset(budget, request))
                .build(api);
    }

    /** Half of an attempt's time. */
    private static Duration connectTimeout(UpstreamConfig config) {
        return config.timeout().dividedBy(2);
    }

    /** Called when the request has its connection, before its first byte leaves. */
    private static void useOrReset(RateBudget budget, HttpClientRequest request) {
        if (LeaveBy.isPast()) {
            request.exceptionHandler(_ -> {}).reset(0, new TooLateException());
            return;
        }
        Permit permit = budget.use();
        if (permit == null) {
            // Who waits for the answer is told; without this it is an error in the log too.
            request.exceptionHandler(_ -> {}).reset(0, new StalePermitException());
        } else {
            // The caller's event loop hands the request over after this; the connection's, often another, then writes
            // it.
            Context connection = ((HttpClientConnection) request.connection()).getContext();
            Vertx.currentContext().runOnContext(_ -> connection.runOnContext(_ -> budget.left(permit)));
        }
    }

    Uni<RestResponse<byte[]>> page(String authorization, ChainId chain, View view, int page) {
        return switch (view) {
            case CERTIFICATE_TYPES -> reads.certificateTypes(authorization, spelling, chain.value(), page, pageSize);
            case CURRENT_MEMBERSHIP_TYPES -> membershipTypes(authorization, chain, 0, page);
            case ARCHIVED_MEMBERSHIP_TYPES -> membershipTypes(authorization, chain, 1, page);
        };
    }

    Uni<RestResponse<byte[]>> type(String authorization, ChainId chain, Kind kind, long id) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> reads.certificateType(authorization, spelling, chain.value(), id);
            case MEMBERSHIP_TYPE -> reads.membershipType(authorization, spelling, chain.value(), id);
        };
    }

    /** Certificate types whose title has this part. */
    Uni<RestResponse<byte[]>> titled(String authorization, ChainId chain, String title, int page) {
        return reads.certificateTypesTitled(authorization, spelling, chain.value(), title, page, pageSize);
    }

    /** The cheapest request that upstream answers. */
    Uni<RestResponse<byte[]>> probe(String authorization, ChainId chain) {
        return reads.certificateTypes(authorization, spelling, chain.value(), 1, 1);
    }

    Uni<RestResponse<byte[]>> create(String authorization, ChainId chain, byte[] request) {
        return writes.createCertificateType(authorization, spelling, chain.value(), request);
    }

    Uni<RestResponse<byte[]>> update(String authorization, ChainId chain, long id, byte[] request) {
        return writes.updateCertificateType(authorization, spelling, chain.value(), id, request);
    }

    Uni<RestResponse<byte[]>> delete(String authorization, ChainId chain, long id) {
        return writes.deleteCertificateType(authorization, spelling, chain.value(), id);
    }

    Uni<RestResponse<byte[]>> archive(String authorization, ChainId chain, long id, boolean isArchived) {
        byte[] request = archiveRequest(isArchived).getBytes(StandardCharsets.UTF_8);
        return switch (archive.path()) {
            case ARCHIVE_SUFFIX -> writes.archiveMembershipType(authorization, spelling, chain.value(), id, request);
            case PLAIN -> writes.patchMembershipType(authorization, spelling, chain.value(), id, request);
        };
    }

    private String archiveRequest(boolean isArchived) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        return switch (archive.value()) {
            case BOOLEAN -> request.put("is_archived", isArchived).toString();
            case STRING -> request.put("is_archived", isArchived ? "1" : "0").toString();
        };
    }

    /** Asks for a user token. */
    Uni<RestResponse<byte[]>> login(String partner, String login, String password) {
        String request = Json.MAPPER
                .createObjectNode()
                .put("login", login)
                .put("password", password)
                .toString();
        return auth.login(partner, request.getBytes(StandardCharsets.UTF_8));
    }

    private Uni<RestResponse<byte[]>> membershipTypes(String authorization, ChainId chain, int isArchived, int page) {
        return reads.membershipTypes(authorization, spelling, chain.value(), isArchived, page, pageSize);
    }
}
