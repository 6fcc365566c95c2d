package io.loyaltymirror.api.mirror;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.HEADER;
import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.QUERY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.ChangeFeed;
import io.loyaltymirror.mirror.ChangeFeed.Change;
import io.loyaltymirror.mirror.ChangeFeed.Part;
import io.loyaltymirror.mirror.Cursor;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** What changed in a chain, for those who keep a copy of their own. */
@Path("/mirror/v1/chains/{id}/changes")
@RolesAllowed(Roles.READ)
@Tag(name = "Mirror plane")
class ChangesResource {

    /** At a time, for one of two hundred: all of them may wake at once, and each holds so many bodies. */
    private static final int FOLLOWED = 50;

    private static final String LAST_EVENT = "Last-Event-ID";

    private final ChangeFeed feed;
    private final Followers followers;
    private final Caller caller;
    private final ObjectMapper mapper;

    ChangesResource(ChangeFeed feed, Followers followers, Caller caller, ObjectMapper mapper) {
        this.feed = feed;
        this.followers = followers;
        this.caller = caller;
        this.mapper = mapper;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What changed, in the order in which it was published",
            description =
                    "After a cursor: `next` of the answer before, or a list's `Mirror-Generation`. Replaying what"
                            + " comes after a list's generation gives the current state. 410 where it cannot be told any more:"
                            + " begin anew from the lists. `limit` is 100, at most 1,000. For `Accept: text/event-stream` it"
                            + " goes on live, each event with its cursor as id, and is resumed by `Last-Event-ID` at any replica.")
    @Parameter(in = QUERY, name = "after", description = "Must be given where there is no Last-Event-ID")
    @Parameter(
            in = HEADER,
            name = LAST_EVENT,
            description = "Of a stream that is resumed; goes before `after`",
            schema = @Schema(implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "The changes, where to go on, and whether there may be more; or a stream of them",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Part.Changes.class)),
                @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(implementation = Change.class))
            })
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    @APIResponse(responseCode = "410", description = "What comes after the cursor cannot be told any more")
    @APIResponse(responseCode = "503", description = "Too many follow at this replica, or the database is away")
    public Uni<Part.Changes> list(@RestPath long id, @RestQuery String after, @RestQuery String limit) {
        ChainId chain = caller.chain(id);
        Cursor from = Cursors.read("after", after);
        return read(chain, from, Cursors.limit(limit));
    }

    /** Where the stream is refused: its head leaves before its first event is known, and would say 200. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Stream {}

    @ServerRequestFilter
    @Stream
    Uni<Void> refuse(ContainerRequestContext request) {
        followers.requirePlace();
        UriInfo uri = request.getUriInfo();
        ChainId chain = caller.chain(
                Numbers.whole(uri.getPathParameters().getFirst("id")).orElse(0));
        Cursor from = from(uri.getQueryParameters().getFirst("after"), request.getHeaderString(LAST_EVENT));
        return read(chain, from, 1).replaceWithVoid();
    }

    private static Cursor from(String after, String lastEvent) {
        return lastEvent == null ? Cursors.read("after", after) : Cursors.read(LAST_EVENT, lastEvent);
    }

    /** Whoever asks for anything at all gets JSON. */
    @GET
    @Stream
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.1")
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> follow(
            @RestPath long id, @RestQuery String after, @RestHeader(LAST_EVENT) String lastEvent, @Context Sse sse) {
        ChainId chain = caller.chain(id);
        return followers
                .follow(from(after, lastEvent), cursor -> read(chain, cursor, FOLLOWED))
                .onItem()
                .transformToMultiAndConcatenate(part -> events(part, sse));
    }

    private Uni<Part.Changes> read(ChainId chain, Cursor from, int most) {
        return feed.after(chain, from, most).map(part -> changes(part, chain));
    }

    private static Part.Changes changes(Part part, ChainId chain) {
        return switch (part) {
            case Part.Changes changes -> changes;
            case Part.UnknownChain _ -> throw Caller.unknown(chain.value());
            case Part.Lost lost ->
                throw Refusal.of(
                        410,
                        "What comes after that cannot be told any more: read the lists anew, and go on from their"
                                + " Mirror-Generation; the chain is at " + lost.generation());
        };
    }

    /** Where nothing changed a comment, so that the connection is known to be alive. */
    private Multi<OutboundSseEvent> events(Part.Changes part, Sse sse) {
        return part.changes().isEmpty()
                ? Multi.createFrom()
                        .item(() -> sse.newEventBuilder().comment(part.next()).build())
                : Multi.createFrom().iterable(part.changes()).map(change -> event(change, sse));
    }

    private OutboundSseEvent event(Change change, Sse sse) {
        try {
            return sse.newEventBuilder()
                    .id(change.cursor())
                    .name(change.op())
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(String.class, mapper.writeValueAsString(change))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is always written", e);
        }
    }
}
