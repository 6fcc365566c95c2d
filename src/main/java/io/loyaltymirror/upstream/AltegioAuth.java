package io.loyaltymirror.upstream;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Altegio's login: answers 201 with {@code data.user_token}. No expiry is documented. */
@RegisterRestClient
@Path("/auth")
@Produces(AltegioApi.FORMAT)
interface AltegioAuth {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<RestResponse<byte[]>> login(@HeaderParam("Authorization") String partner, byte[] request);
}
