package io.loyaltymirror.upstream;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Altegio's Business Management API as far as it is used here. Answers come as raw bytes: what they mean is decided in
 * {@link Answer}, not by the client's exception mapping.
 */
@RegisterRestClient
@Path("/{spelling}/{chain}/loyalty")
@Produces(AltegioApi.FORMAT)
interface AltegioApi {

    /** The version of the format, not of the address; without it upstream may answer 400. */
    String FORMAT = "application/vnd.api.v2+json";

    @GET
    @Path("certificate_types")
    Uni<RestResponse<byte[]>> certificateTypes(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    @POST
    @Path("certificate_types")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<RestResponse<byte[]>> createCertificateType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            byte[] request);

    @GET
    @Path("certificate_types")
    Uni<RestResponse<byte[]>> certificateTypesTitled(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @QueryParam("title") String title,
            @QueryParam("page") int page,
            @QueryParam("page_size") int pageSize);

    @PUT
    @Path("certificate_types/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<RestResponse<byte[]>> updateCertificateType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @PathParam("id") long id,
            byte[] request);

    @DELETE
    @Path("certificate_types/{id}")
    Uni<RestResponse<byte[]>> deleteCertificateType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @PathParam("id") long id);

    /** As documented. */
    @PATCH
    @Path("abonement_types/{id}/archive")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<RestResponse<byte[]>> archiveMembershipType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @PathParam("id") long id,
            byte[] request);

    /** As the vendor's own client does it. */
    @PATCH
    @Path("abonement_types/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<RestResponse<byte[]>> patchMembershipType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @PathParam("id") long id,
            byte[] request);

    @GET
    @Path("certificate_types/{id}")
    Uni<RestResponse<byte[]>> certificateType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @PathParam("id") long id);

    @GET
    @Path("abonement_types")
    Uni<RestResponse<byte[]>> membershipTypes(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @QueryParam("is_archived") int isArchived,
            @QueryParam("page") int page,
            @QueryParam("limit") int limit);

    @GET
    @Path("abonement_types/{id}")
    Uni<RestResponse<byte[]>> membershipType(
            @HeaderParam("Authorization") String authorization,
            @PathParam("spelling") String spelling,
            @PathParam("chain") long chain,
            @PathParam("id") long id);
}
