package io.loyaltymirror.api.altegio;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.QUERY;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.CertificateTypes;
import io.loyaltymirror.mirror.TypeQuery;
import io.loyaltymirror.mutation.Change;
import io.loyaltymirror.mutation.MutationFlow;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * A chain's certificate types, by Altegio's contract. (Reads give a stage and no Uni: Panache would wrap each Uni of a
 * resource in a session on demand, which costs a tenth of a read that needs none.)
 */
@Path("/api/v1/chain/{chain}/loyalty/certificate_types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data plane", description = "Altegio's own contract, served from the mirror")
class CertificateTypesResource {

    private final CertificateTypes types;
    private final MutationFlow flow;
    private final MutationAnswers answers;
    private final Caller caller;

    CertificateTypesResource(CertificateTypes types, MutationFlow flow, MutationAnswers answers, Caller caller) {
        this.types = types;
        this.flow = flow;
        this.answers = answers;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.READ)
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
    @APIResponse(responseCode = "304", description = "The answer is the one of If-None-Match")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; meta.errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    @APIResponse(
            responseCode = "503",
            description =
                    "The chain was never read completely, the database is away, or the mirror has nothing as new as Mirror-Min-Generation or as young as Mirror-Max-Age")
    public CompletionStage<Answer> list(@RestPath long chain, UriInfo uri, @Context HttpServerRequest request) {
        ChainId id = caller.chain(chain);
        TypeQuery query = ListParameters.ofCertificateTypes(uri.getQueryParameters());
        Read asked = Read.of(request);
        return asked.answer(
                () -> types.listNow(id, query),
                atLeast -> types.list(id, query, atLeast),
                reading -> Answers.list(id, Kind.CERTIFICATE_TYPE, query, asked, reading));
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.READ)
    @Operation(summary = "One certificate type")
    @APIResponse(responseCode = "200", description = "The type")
    @APIResponse(responseCode = "304", description = "The answer is the one of If-None-Match")
    @APIResponse(responseCode = "404", description = "There is no such type, or the caller has no such chain")
    @APIResponse(
            responseCode = "503",
            description =
                    "The chain was never read completely, the database is away, or the mirror has nothing as new as Mirror-Min-Generation or as young as Mirror-Max-Age")
    public CompletionStage<Answer> get(@RestPath long chain, @RestPath long id, @Context HttpServerRequest request) {
        ChainId chainId = caller.chain(chain);
        Read asked = Read.of(request);
        return asked.answer(
                () -> types.getNow(chainId, id),
                atLeast -> types.get(chainId, id, atLeast),
                reading -> Answers.single(chainId, id, asked, reading));
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.WRITE)
    @Cancellable(false)
    @Operation(
            summary = "Creates a certificate type",
            description = "Altegio's own request; it also makes products in the inventory. With Idempotency-Key it is"
                    + " created once, however often it is asked for.")
    @APIResponse(responseCode = "200", description = "The type as Altegio made it; the mirror shows it")
    @APIResponse(responseCode = "202", description = "It is not known whether it was done; Location tells once it is")
    @APIResponse(responseCode = "400", description = "A field is wrong, meta.errors names it; or Altegio refuses it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain, or it has no such type")
    @APIResponse(responseCode = "409", description = "The same is being changed, or the key is in use")
    @APIResponse(responseCode = "422", description = "The key was used for another request")
    @APIResponse(responseCode = "502", description = "Altegio refuses the mirror's own credential")
    @APIResponse(responseCode = "503", description = "Nothing was sent; Retry-After says when to try again")
    public Uni<RestResponse<byte[]>> create(
            @RestPath long chain, @RestHeader(IdempotencyKey.HEADER) String key, byte[] body) {
        ChainId id = caller.chain(chain);
        return perform(id, Change.create(id, by(key), CertificateTypeRequest.read(body)));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.WRITE)
    @Cancellable(false)
    @Operation(
            summary = "Replaces a certificate type",
            description = "The complete object; Altegio refuses it once certificates of the type were issued.")
    @APIResponse(responseCode = "200", description = "The type as Altegio has it now; the mirror shows it")
    @APIResponse(responseCode = "202", description = "It is not known whether it was done; Location tells once it is")
    @APIResponse(responseCode = "400", description = "A field is wrong, meta.errors names it; or Altegio refuses it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain, or it has no such type")
    @APIResponse(responseCode = "409", description = "The same is being changed, or the key is in use")
    @APIResponse(responseCode = "422", description = "The key was used for another request")
    @APIResponse(responseCode = "502", description = "Altegio refuses the mirror's own credential")
    @APIResponse(responseCode = "503", description = "Nothing was sent; Retry-After says when to try again")
    public Uni<RestResponse<byte[]>> update(
            @RestPath long chain, @RestPath long id, @RestHeader(IdempotencyKey.HEADER) String key, byte[] body) {
        ChainId chainId = caller.chain(chain);
        return perform(chainId, Change.update(chainId, id, by(key), CertificateTypeRequest.read(body)));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Roles.WRITE)
    @Cancellable(false)
    @Operation(
            summary = "Deletes a certificate type",
            description = "Altegio refuses it once certificates of the type were issued.")
    @APIResponse(responseCode = "200", description = "It is gone, here too")
    @APIResponse(responseCode = "202", description = "It is not known whether it was done; Location tells once it is")
    @APIResponse(responseCode = "400", description = "A field is wrong, meta.errors names it; or Altegio refuses it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain, or it has no such type")
    @APIResponse(responseCode = "409", description = "The same is being changed, or the key is in use")
    @APIResponse(responseCode = "422", description = "The key was used for another request")
    @APIResponse(responseCode = "502", description = "Altegio refuses the mirror's own credential")
    @APIResponse(responseCode = "503", description = "Nothing was sent; Retry-After says when to try again")
    public Uni<RestResponse<byte[]>> delete(
            @RestPath long chain, @RestPath long id, @RestHeader(IdempotencyKey.HEADER) String key) {
        ChainId chainId = caller.chain(chain);
        return perform(chainId, Change.delete(chainId, id, by(key)));
    }

    private Change.By by(String key) {
        return new Change.By(caller.name(), IdempotencyKey.read(key));
    }

    private Uni<RestResponse<byte[]>> perform(ChainId chain, Change change) {
        return flow.perform(change).map(outcome -> answers.withData(chain, outcome));
    }
}
