package io.loyaltymirror.api.altegio;

import io.loyaltymirror.api.access.Roles;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/**
 * The same bytes each time, behind the same access check: what this server can do at most. Only in a build with
 * {@code -Dmirror.bench.constant=true}, which the benchmarks compare reads with.
 */
@Path("/api/v1/bench/constant/{bytes}")
@IfBuildProperty(name = "mirror.bench.constant", stringValue = "true")
@Produces(MediaType.APPLICATION_JSON)
class ConstantResource {

    private static final int MOST = 1 << 20;

    private volatile byte[] body = {};

    @GET
    @NonBlocking
    @RolesAllowed(Roles.READ)
    @Operation(hidden = true)
    public byte[] get(@RestPath int bytes) {
        byte[] same = body;
        if (same.length != bytes) {
            same = ("\"" + "x".repeat(Math.clamp(bytes - 2, 0, MOST)) + "\"").getBytes(StandardCharsets.US_ASCII);
            body = same;
        }
        return same;
    }
}
