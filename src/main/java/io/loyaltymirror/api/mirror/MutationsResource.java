package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mutation.Mutation;
import io.loyaltymirror.mutation.Mutations;
import io.loyaltymirror.mutation.Resolution;
import io.loyaltymirror.mutation.State;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The changes that callers asked for, and the decision of those that nobody could find out. */
@Path("/mirror/v1/mutations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mirror plane")
class MutationsResource {

    private final Mutations mutations;
    private final Resolution resolution;
    private final Audited audited;
    private final Caller caller;
    private final ObjectMapper mapper;

    MutationsResource(Mutations mutations, Resolution resolution, Audited audited, Caller caller, ObjectMapper mapper) {
        this.mutations = mutations;
        this.resolution = resolution;
        this.audited = audited;
        this.caller = caller;
        this.mapper = mapper;
    }

    @GET
    @RolesAllowed(Roles.READ)
    @Operation(
            summary = "Changes, newest first",
            description = "Of one chain, or of all that the caller may know; `state` shows only those in it. For the"
                    + " next page give the last id as `before`; `limit` is 50, at most 100.")
    @APIResponse(responseCode = "200", description = "The changes")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    public Uni<List<Mutation>> list(
            @RestQuery String chain, @RestQuery String state, @RestQuery String before, @RestQuery String limit) {
        return mutations.newest(
                caller.chains(Numbers.read("chain", chain, 1, Long.MAX_VALUE)),
                state(state),
                before(before),
                Paging.read(null, limit).limit());
    }

    private static Optional<State> state(String word) {
        if (word == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(State.values())
                .filter(state -> state.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> Refusal.badRequest(Map.of("state", List.of("must be one of " + states())))));
    }

    private static String states() {
        return Arrays.stream(State.values())
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static Optional<UUID> before(String id) {
        if (id == null) {
            return Optional.empty();
        }
        return Optional.of(uuid(id).orElseThrow(() -> Refusal.badRequest(Map.of("before", List.of("must be an id")))));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.READ)
    @Operation(summary = "One change, with each time that it was tried")
    @APIResponse(responseCode = "200", description = "The change")
    @APIResponse(responseCode = "404", description = "The caller has no such change")
    public Uni<MutationView> get(@RestPath String id) {
        return mutation(id)
                .chain(mutation ->
                        mutations.attempts(mutation.id).map(attempts -> new MutationView(mutation, attempts)));
    }

    private Uni<Mutation> mutation(String id) {
        return uuid(id).map(mutations::mutation)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .map(mutation -> mutation != null && caller.scope().includes(mutation.chainId) ? mutation : null)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.notFound("There is no mutation " + id));
    }

    @POST
    @Path("{id}/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATE)
    @Cancellable(false)
    @Operation(
            summary = "Decides a change whose outcome is unknown or in conflict",
            description = "`adopted`: it was done; of a create `type_id` says which type it made, and Altegio must show"
                    + " it. `absent`: it was not done, and its key may be tried again. Who decided and why is kept.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ResolveRequest.class)))
    @APIResponse(responseCode = "200", description = "The change, decided")
    @APIResponse(responseCode = "400", description = "The body is not JSON, or a field of it is wrong; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such change")
    @APIResponse(responseCode = "409", description = "It has an outcome already, or Altegio shows otherwise")
    @APIResponse(responseCode = "503", description = "Altegio could not be asked")
    public Uni<MutationView> resolve(@RestPath String id, String body) {
        ResolveRequest request = ResolveRequest.read(body, mapper);
        String who = caller.name() + ": " + request.reason();
        return mutation(id)
                .chain(mutation -> audited.perform(
                        "resolve " + request.decision(),
                        "mutation " + mutation.id,
                        mutation.chainId,
                        request.reason(),
                        () -> resolve(mutation.id, request, who)))
                .chain(() -> get(id));
    }

    private Uni<Void> resolve(UUID id, ResolveRequest request, String who) {
        return (request.isAdopted() ? resolution.adopted(id, request.typeId(), who) : resolution.absent(id, who))
                .invoke(MutationsResource::requireResolved)
                .replaceWithVoid();
    }

    private static void requireResolved(Resolution.Result result) {
        switch (result) {
            case RESOLVED -> {}
            case NOT_OPEN -> throw Refusal.of(409, "It is neither unknown nor in conflict");
            case TYPE_NEEDED ->
                throw Refusal.badRequest(Map.of("type_id", List.of("must say which type the create made")));
            case NOT_SETTLED ->
                throw Refusal.conflict("It may still come: mirror.mutation.settle is not over", Duration.ofMinutes(1));
            case NOT_ITS -> throw Refusal.of(409, "The type was there before, or another change made it");
            case NOT_SHOWN -> throw Refusal.of(409, "Altegio does not show that");
            case NOT_ASKED -> throw Refusal.notYet("Altegio could not be asked", Duration.ofSeconds(5));
        }
    }
}
