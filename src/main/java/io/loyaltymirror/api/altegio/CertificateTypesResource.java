package io.loyaltymirror.api.altegio;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.CertificateTypes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** A chain's certificate types, by Altegio's contract. */
@Path("/api/v1/chain/{chain}/loyalty/certificate_types")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.READ)
@Tag(name = "Data plane", description = "Altegio's own contract, served from the mirror")
class CertificateTypesResource {

    private final CertificateTypes types;
    private final Caller caller;

    CertificateTypesResource(CertificateTypes types, Caller caller) {
        this.types = types;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The chain's certificate types, by weight and id")
    public Uni<RestResponse<byte[]>> list(@RestPath long chain, UriInfo uri) {
        ChainId id = caller.chain(chain);
        return types.list(id, ListParameters.ofCertificateTypes(uri.getQueryParameters()))
                .map(reading -> Answers.list(id, reading));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One certificate type")
    public Uni<RestResponse<byte[]>> get(@RestPath long chain, @RestPath long id) {
        ChainId chainId = caller.chain(chain);
        return types.get(chainId, id).map(reading -> Answers.single(chainId, id, reading));
    }
}
