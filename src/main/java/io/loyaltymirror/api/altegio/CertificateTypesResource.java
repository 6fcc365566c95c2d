package io.loyaltymirror.api.altegio;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.QUERY;

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
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
    @Parameter(in = QUERY, name = "title", description = "A part of the title, letter case aside")
    @Parameter(in = QUERY, name = "page", schema = @Schema(implementation = Integer.class, defaultValue = "1"))
    @Parameter(
            in = QUERY,
            name = "page_size",
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "100", defaultValue = "10"))
    @Parameter(in = QUERY, name = "is_archived", description = "0 or 1; both where absent")
    @Parameter(in = QUERY, name = "item_type_id", description = "Only this item type (the mirror's own)")
    @Parameter(in = QUERY, name = "salon_id", description = "Only types of this location (the mirror's own)")
    @Parameter(in = QUERY, name = "ids", description = "Only these, separated by commas (the mirror's own)")
    @Parameter(
            in = QUERY,
            name = "sort",
            description = "weight, id or title, - before it for the other way (the mirror's own)")
    @APIResponse(responseCode = "200", description = "A page; one past the end is empty and has the true total")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; meta.errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    @APIResponse(responseCode = "503", description = "The chain was never read completely, or the database is away")
    public Uni<RestResponse<byte[]>> list(@RestPath long chain, UriInfo uri) {
        ChainId id = caller.chain(chain);
        return types.list(id, ListParameters.ofCertificateTypes(uri.getQueryParameters()))
                .map(reading -> Answers.list(id, reading));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One certificate type")
    @APIResponse(responseCode = "200", description = "The type")
    @APIResponse(responseCode = "404", description = "There is no such type, or the caller has no such chain")
    @APIResponse(responseCode = "503", description = "The chain was never read completely, or the database is away")
    public Uni<RestResponse<byte[]>> get(@RestPath long chain, @RestPath long id) {
        ChainId chainId = caller.chain(chain);
        return types.get(chainId, id).map(reading -> Answers.single(chainId, id, reading));
    }
}
