package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.Hold;
import io.loyaltymirror.mirror.Holds;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What is held, and what was. */
@Path("/mirror/v1/holds")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.READ)
@Tag(name = "Mirror plane")
class HoldsResource {

    private final Holds holds;
    private final Caller caller;

    HoldsResource(Holds holds, Caller caller) {
        this.holds = holds;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Holds, newest first",
            description = "Of one chain, or of all that the caller may know. `open=true`: only those that wait for a"
                    + " release or for their types to be seen again; `open=false`: only the others. For the next page"
                    + " give the last id as `before`; `limit` is 50, at most 100. Of each up to 100 ids are shown.")
    @APIResponse(responseCode = "200", description = "The holds")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    public Uni<List<Hold>> list(
            @RestQuery String chain, @RestQuery String open, @RestQuery String before, @RestQuery String limit) {
        Paging page = Paging.read(before, limit);
        return holds.newest(
                caller.chains(Numbers.read("chain", chain, 1, Long.MAX_VALUE)),
                open(open),
                page.before(),
                page.limit());
    }

    private static Optional<Boolean> open(String word) {
        return switch (word) {
            case null -> Optional.empty();
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw Refusal.badRequest(Map.of("open", List.of("must be true or false")));
        };
    }
}
