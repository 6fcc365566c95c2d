package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.ChainRegistry;
import io.loyaltymirror.mirror.ChainState;
import io.loyaltymirror.mirror.ChainStates;
import io.loyaltymirror.sync.SyncJob;
import io.loyaltymirror.sync.SyncRun;
import io.loyaltymirror.sync.SyncRuns;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The chains that are mirrored, and how fresh they are. */
@Path("/mirror/v1/chains")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mirror plane", description = "What the mirror adds")
class ChainsResource {

    private static final Duration OTHER_KIND = Duration.ofSeconds(1);

    private final ChainStates states;
    private final SyncJob sync;
    private final SyncRuns runs;
    private final ChainRegistry registry;
    private final Audited audited;
    private final Caller caller;
    private final ObjectMapper mapper;

    ChainsResource(
            ChainStates states,
            SyncJob sync,
            SyncRuns runs,
            ChainRegistry registry,
            Audited audited,
            Caller caller,
            ObjectMapper mapper) {
        this.states = states;
        this.sync = sync;
        this.runs = runs;
        this.registry = registry;
        this.audited = audited;
        this.caller = caller;
        this.mapper = mapper;
    }

    @GET
    @RolesAllowed(Roles.READ)
    @Operation(
            summary = "All chains of the caller",
            description =
                    "Per kind how fresh it is, what the newest closed run came to, what is held and how many types"
                            + " are suspected to be gone; and which process reads the chain.")
    @APIResponse(responseCode = "200", description = "The chains, by id")
    public Uni<List<ChainState>> list() {
        return states.of(caller.scope().limit());
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.READ)
    @Operation(summary = "One chain")
    @APIResponse(responseCode = "200", description = "The chain")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    public Uni<ChainState> get(@RestPath long id) {
        return state(caller.chain(id));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATE)
    @Cancellable(false)
    @Operation(
            summary = "Adds a chain, changes it, or brings back one that was removed",
            description =
                    "A field that is absent stays as it is. `enabled` false pauses it: it is served on and not read"
                            + " any more. One that is added or brought back is read at once, and served once that was complete;"
                            + " one that is brought back has a new epoch, so that no older generation or cursor is good for it, and is"
                            + " not paused."
                            + " Who asked for it and why is kept.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ChainRequest.class)))
    @APIResponse(responseCode = "200", description = "The chain, changed")
    @APIResponse(responseCode = "201", description = "The chain, added or brought back")
    @APIResponse(responseCode = "400", description = "The body is not JSON, or a field of it is wrong; errors names it")
    @APIResponse(responseCode = "404", description = "The chain is not the caller's")
    @APIResponse(responseCode = "413", description = "The body is longer than what can be said")
    public Uni<RestResponse<ChainState>> put(@RestPath long id, String body) {
        ChainId chain = registrable(id);
        ChainRequest request = ChainRequest.read(body, mapper);
        return audited.perform(
                "put" + request,
                "chain " + chain,
                id,
                request.reason(),
                () -> registry.put(chain, request.wish())
                        .chain(isNew -> state(chain)
                                .map(state -> RestResponse.ResponseBuilder.<ChainState>create(
                                                isNew ? RestResponse.Status.CREATED : RestResponse.Status.OK)
                                        .entity(state)
                                        .build())));
    }

    /** Altegio's ids are positive, and PostgreSQL would say so too late. */
    private ChainId registrable(long id) {
        if (id <= 0) {
            throw Caller.unknown(id);
        }
        return caller.chain(id);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed(Roles.OPERATE)
    @Cancellable(false)
    @Operation(
            summary = "Removes a chain",
            description =
                    "It is neither read nor served any more, whatever the configuration names; what is stored of it"
                            + " stays until somebody brings it back. Who asked for it and why is kept.")
    @APIResponse(responseCode = "204", description = "It is removed")
    @APIResponse(responseCode = "400", description = "The reason says nothing, or is too long")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    public Uni<RestResponse<Void>> remove(@RestPath long id, @RestQuery String reason) {
        ChainId chain = caller.chain(id);
        String why = Reasons.checked(reason);
        return state(chain)
                .chain(() -> audited.perform(
                        "remove",
                        "chain " + chain,
                        id,
                        why,
                        () -> registry.remove(chain)
                                .invoke(isRemoved -> {
                                    if (!isRemoved) {
                                        throw Caller.unknown(id);
                                    }
                                })
                                .replaceWith(RestResponse.noContent())));
    }

    @POST
    @Path("{id}/sync")
    @RolesAllowed(Roles.OPERATE)
    // A caller who hangs up must not leave a claim behind that nobody works on.
    @Cancellable(false)
    @Operation(
            summary = "Reads the chain now",
            description = "Answers 202 with the Location of the run, the one under way where there is one. Without a"
                    + " kind both are read, one after the other, and the Location is the first's. Who asked, and the `reason`"
                    + " where one is given, is kept.")
    @APIResponse(responseCode = "202", description = "The run, under way")
    @APIResponse(responseCode = "400", description = "There is no such kind, or the reason is too long")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    @APIResponse(responseCode = "409", description = "The chain is not enabled, or another kind of it is being read")
    public Uni<RestResponse<SyncRun>> sync(@RestPath long id, @RestQuery String kind, @RestQuery String reason) {
        List<Kind> kinds = Kinds.read(kind);
        String why = reason == null ? null : Reasons.checked(reason);
        ChainId chain = caller.chain(id);
        return state(chain)
                .invoke(ChainsResource::requireEnabled)
                .chain(() -> audited.perform("sync", "chain " + chain, chain.value(), why, () -> read(chain, kinds)));
    }

    private Uni<RestResponse<SyncRun>> read(ChainId chain, List<Kind> kinds) {
        return sync.now(chain, kinds)
                .chain(run -> run == null ? runs.underWay(chain, kinds) : runs.run(run))
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.conflict("The chain is being read, but not this kind of it", OTHER_KIND))
                .map(ChainsResource::accepted);
    }

    private Uni<ChainState> state(ChainId chain) {
        return states.of(chain).onItem().ifNull().failWith(() -> Caller.unknown(chain.value()));
    }

    private static void requireEnabled(ChainState state) {
        if (!state.enabled()) {
            throw Refusal.of(409, "Chain " + state.id() + " is not enabled");
        }
    }

    private static RestResponse<SyncRun> accepted(SyncRun run) {
        return RestResponse.ResponseBuilder.<SyncRun>create(RestResponse.Status.ACCEPTED)
                .entity(run)
                .location(URI.create("/mirror/v1/runs/" + run.id))
                .build();
    }
}
