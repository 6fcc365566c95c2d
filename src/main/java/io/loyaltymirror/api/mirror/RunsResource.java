package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.Hold;
import io.loyaltymirror.mirror.Holds;
import io.loyaltymirror.sync.SyncRun;
import io.loyaltymirror.sync.SyncRuns;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/** The accounts of the runs, and the release of what a run held. */
@Path("/mirror/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mirror plane")
class RunsResource {

    private final SyncRuns runs;
    private final Holds holds;
    private final Audited audited;
    private final Caller caller;
    private final ObjectMapper mapper;

    RunsResource(SyncRuns runs, Holds holds, Audited audited, Caller caller, ObjectMapper mapper) {
        this.runs = runs;
        this.holds = holds;
        this.audited = audited;
        this.caller = caller;
        this.mapper = mapper;
    }

    @GET
    @RolesAllowed(Roles.READ)
    @Operation(
            summary = "Runs, newest first",
            description = "Of one chain, or of all that the caller may know. For the next page give the last id as"
                    + " `before`; `limit` is 50, at most 100.")
    @APIResponse(responseCode = "200", description = "The runs")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    public Uni<List<SyncRun>> list(@RestQuery String chain, @RestQuery String before, @RestQuery String limit) {
        Paging page = Paging.read(before, limit);
        return runs.newest(caller.chains(Numbers.read("chain", chain, 1, Long.MAX_VALUE)), page.before(), page.limit());
    }

    @GET
    @Path("{id}")
    @RolesAllowed(Roles.READ)
    @Operation(summary = "One run, and what it held")
    @APIResponse(responseCode = "200", description = "The run; hold is null where it held nothing")
    @APIResponse(responseCode = "404", description = "The caller has no such run")
    public Uni<RunView> get(@RestPath long id) {
        return run(id).chain(run -> holds.ofRun(id).map(hold -> new RunView(run, hold)));
    }

    @POST
    @Path("{id}/release")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATE)
    @Cancellable(false)
    @Operation(
            summary = "Releases what the run held",
            description = "What is held of the run's chain and kind now may go on down the delete ladder for 24 hours;"
                    + " each later step of it still applies. Who did it and why is kept.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ReleaseRequest.class)))
    @APIResponse(responseCode = "200", description = "The hold, released")
    @APIResponse(responseCode = "400", description = "The body is not JSON, or has no proper reason; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such run")
    @APIResponse(responseCode = "409", description = "The run did not end HELD, or nothing is held any more")
    @APIResponse(responseCode = "413", description = "The body is too large")
    public Uni<Hold> release(@RestPath long id, String body) {
        String reason = ReleaseRequest.read(body, mapper).reason();
        return run(id).chain(run ->
                audited.perform("release", "run " + id, run.chainId, reason, () -> release(run, reason)));
    }

    private Uni<Hold> release(SyncRun run, String reason) {
        requireHeld(run);
        return holds.release(new ChainId(run.chainId), kind(run), caller.name(), reason)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.of(409, "Nothing is held any more of run " + run.id));
    }

    private Uni<SyncRun> run(long id) {
        return runs.run(id)
                .map(run -> run != null && caller.scope().includes(run.chainId) ? run : null)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.notFound("There is no run " + id));
    }

    private static void requireHeld(SyncRun run) {
        if (!"HELD".equals(run.outcome)) {
            throw Refusal.of(409, "Run " + run.id + " held nothing");
        }
    }

    private static Kind kind(SyncRun run) {
        return Kind.of(run.kind).orElseThrow();
    }
}
