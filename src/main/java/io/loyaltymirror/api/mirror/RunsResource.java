package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.sync.SyncRun;
import io.loyaltymirror.sync.SyncRuns;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The accounts of the runs. */
@Path("/mirror/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.READ)
@Tag(name = "Mirror plane")
class RunsResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    private final SyncRuns runs;
    private final Caller caller;

    RunsResource(SyncRuns runs, Caller caller) {
        this.runs = runs;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Runs, newest first",
            description = "Of one chain, or of all that the caller may know. For the next page give the last id as"
                    + " `before`; `limit` is 50, at most 100.")
    public Uni<List<SyncRun>> list(@RestQuery String chain, @RestQuery String before, @RestQuery String limit) {
        int most = (int) Numbers.read("limit", limit, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT);
        long older = Numbers.read("before", before, 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        OptionalLong only = Numbers.read("chain", chain, 1, Long.MAX_VALUE);
        return runs.newest(
                only.isPresent() ? one(only.getAsLong()) : caller.scope().limit(), older, most);
    }

    private Optional<Set<Long>> one(long chain) {
        return Optional.of(Set.of(caller.chain(chain).value()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run")
    public Uni<SyncRun> get(@RestPath long id) {
        return runs.run(id)
                .map(run -> run != null && caller.scope().includes(run.chainId) ? run : null)
                .onItem()
                .ifNull()
                .failWith(() -> Refusal.notFound("There is no run " + id));
    }
}
