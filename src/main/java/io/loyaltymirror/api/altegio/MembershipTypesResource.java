package io.loyaltymirror.api.altegio;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.MembershipTypes;
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

/** A chain's membership types, by Altegio's contract. */
@Path("/api/v1/chain/{chain}/loyalty/abonement_types")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.READ)
@Tag(name = "Data plane", description = "Altegio's own contract, served from the mirror")
class MembershipTypesResource {

    private final MembershipTypes types;
    private final Caller caller;

    MembershipTypesResource(MembershipTypes types, Caller caller) {
        this.types = types;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The chain's membership types, by weight and id")
    public Uni<RestResponse<byte[]>> list(@RestPath long chain, UriInfo uri) {
        ChainId id = caller.chain(chain);
        return types.list(id, ListParameters.ofMembershipTypes(uri.getQueryParameters()))
                .map(reading -> Answers.list(id, reading));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One membership type")
    public Uni<RestResponse<byte[]>> get(@RestPath long chain, @RestPath long id) {
        ChainId chainId = caller.chain(chain);
        return types.get(chainId, id).map(reading -> Answers.single(chainId, id, reading));
    }
}
