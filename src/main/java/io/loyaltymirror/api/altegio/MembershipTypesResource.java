package io.loyaltymirror.api.altegio;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.QUERY;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.MembershipTypes;
import io.loyaltymirror.mirror.TypeQuery;
import io.loyaltymirror.mutation.Change;
import io.loyaltymirror.mutation.MutationFlow;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** A chain's membership types, by Altegio's contract. (Reads give a stage as in {@link CertificateTypesResource}.) */
@Path("/api/v1/chain/{chain}/loyalty/abonement_types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Data plane", description = "Altegio's own contract, served from the mirror")
class MembershipTypesResource {

    private final MembershipTypes types;
    private final MutationFlow flow;
    private final MutationAnswers answers;
    private final Caller caller;

    MembershipTypesResource(MembershipTypes types, MutationFlow flow, MutationAnswers answers, Caller caller) {
        this.types = types;
        this.flow = flow;
        this.answers = answers;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.READ)
    @Operation(summary = "The chain's membership types, by weight and id")
    @Parameter(in = QUERY, name = "title", description = "A part of the title, letter case aside")
    @Parameter(in = QUERY, name = "page", schema = @Schema(implementation = Integer.class, defaultValue = "1"))
    @Parameter(
            in = QUERY,
            name = "limit",
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "100", defaultValue = "10"))
    @Parameter(in = QUERY, name = "is_archived", description = "0 or 1; both where absent")
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
        TypeQuery query = ListParameters.ofMembershipTypes(uri.getQueryParameters());
        Read asked = Read.of(request);
        return asked.answer(
                () -> types.listNow(id, query),
                atLeast -> types.list(id, query, atLeast),
                reading -> Answers.list(id, Kind.MEMBERSHIP_TYPE, query, asked, reading));
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.READ)
    @Operation(summary = "One membership type")
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

    @PATCH
    @Path("{id}/archive")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.WRITE)
    @Cancellable(false)
    @Operation(
            summary = "Archives a membership type, or brings it back",
            description = "{\"is_archived\": true} or false. What is so already is not asked for again.")
    @APIResponse(responseCode = "204", description = "It is so; the mirror shows it")
    @APIResponse(responseCode = "202", description = "It is not known whether it was done; Location tells once it is")
    @APIResponse(responseCode = "400", description = "A field is wrong, meta.errors names it; or Altegio refuses it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain, or it has no such type")
    @APIResponse(responseCode = "409", description = "The same is being changed, or the key is in use")
    @APIResponse(responseCode = "422", description = "The key was used for another request")
    @APIResponse(responseCode = "502", description = "Altegio refuses the mirror's own credential")
    @APIResponse(responseCode = "503", description = "Nothing was sent; Retry-After says when to try again")
    public Uni<RestResponse<byte[]>> archive(
            @RestPath long chain, @RestPath long id, @RestHeader(IdempotencyKey.HEADER) String key, byte[] body) {
        ChainId chainId = caller.chain(chain);
        Change.By by = new Change.By(caller.name(), IdempotencyKey.read(key));
        return flow.perform(Change.archive(chainId, id, by, ArchiveRequest.read(body)))
                .map(outcome -> answers.withoutBody(chainId, outcome));
    }
}
