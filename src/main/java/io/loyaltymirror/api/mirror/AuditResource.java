package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.AuditEntry;
import io.loyaltymirror.mirror.AuditTrail;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What operators did. */
@Path("/mirror/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATE)
@Tag(name = "Mirror plane")
class AuditResource {

    private final AuditTrail trail;
    private final Caller caller;

    AuditResource(AuditTrail trail, Caller caller) {
        this.trail = trail;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "What operators asked for, newest first",
            description = "Who, what, when, why, and the status of the answer. About one chain, or about all that the"
                    + " caller may know. For the next page give the last id as `before`; `limit` is 50, at most 100.")
    @APIResponse(responseCode = "200", description = "The entries")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    public Uni<List<AuditEntry>> list(@RestQuery String chain, @RestQuery String before, @RestQuery String limit) {
        Paging page = Paging.read(before, limit);
        return trail.newest(
                caller.chains(Numbers.read("chain", chain, 1, Long.MAX_VALUE)), page.before(), page.limit());
    }
}
