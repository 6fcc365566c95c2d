package io.loyaltymirror.api.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.Cursor;
import io.loyaltymirror.mirror.TypeHistory;
import io.loyaltymirror.mirror.TypeHistory.Step;
import io.loyaltymirror.mirror.TypeHistory.Then;
import io.loyaltymirror.mirror.TypeHistory.TypeThen;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What a chain's types were. */
@Path("/mirror/v1/chains/{id}/{types: certificate-types|membership-types}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.READ)
@Tag(name = "Mirror plane")
class HistoryResource {

    private static final Cursor NEWEST = new Cursor(1, Long.MAX_VALUE, Integer.MAX_VALUE);

    private final TypeHistory history;
    private final Caller caller;

    HistoryResource(TypeHistory history, Caller caller) {
        this.history = history;
        this.caller = caller;
    }

    /**
     * Steps, newest first.
     *
     * @param next what comes before these is asked for with it; null where there is nothing
     */
    record Steps(List<Step> steps, String next) {}

    /**
     * Types, by id.
     *
     * @param next what comes after these is asked for with it; null where there is nothing
     */
    record Types(Instant asOf, List<TypeThen> types, Long next) {}

    @GET
    @Path("{type}/history")
    @Operation(
            summary = "What one type was, newest first",
            description =
                    "As far back as `mirror.history.keep`, and the state before that. For the next page give `next`"
                            + " as `before`; `limit` is 100, at most 1,000.")
    @APIResponse(responseCode = "200", description = "Its changes, sales among them")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(
            responseCode = "404",
            description = "The mirror never saw such a type, or the caller has no such chain")
    public Uni<Steps> history(
            @RestPath long id,
            @RestPath String types,
            @RestPath long type,
            @RestQuery String before,
            @RestQuery String limit) {
        ChainId chain = caller.chain(id);
        int most = Cursors.limit(limit);
        Cursor from = before == null ? NEWEST : Cursors.read("before", before);
        return history.of(chain, kind(types), type, from, most).map(steps -> {
            if (steps.isEmpty() && before == null) {
                throw Refusal.notFound("There was never a type " + type + " in chain " + chain);
            }
            return new Steps(steps, steps.size() < most ? null : steps.getLast().cursor());
        });
    }

    @GET
    @Operation(
            summary = "The types as they were at a time, by id",
            description =
                    "With those that the lists did not show, `listed` false. Not from before"
                            + " `mirror.history.keep`: 410 says since when all is known. For the next page give `next` as"
                            + " `after`; `limit` is 100, at most 1,000. What is being published at that very time may be missing.")
    @Parameter(
            name = "as_of",
            required = true,
            description = "With an offset: 2026-11-01T00:00:00Z",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @APIResponse(responseCode = "200", description = "A page of the types")
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    @APIResponse(responseCode = "410", description = "That was before all that is known")
    public Uni<Types> asOf(
            @RestPath long id,
            @RestPath String types,
            @RestQuery("as_of") String asOf,
            @RestQuery String after,
            @RestQuery String limit) {
        ChainId chain = caller.chain(id);
        Instant time = time(asOf);
        int most = Cursors.limit(limit);
        long from = Numbers.read("after", after, 0, Long.MAX_VALUE).orElse(0);
        return history.asOf(chain, kind(types), time, from, most).map(then -> switch (then) {
            case Then.Known known -> page(time, known.types(), most);
            case Then.UnknownChain _ -> throw Caller.unknown(id);
            case Then.ToCome _ -> throw wrongTime("must not be in the future");
            case Then.Forgotten forgotten ->
                throw Refusal.of(410, "That cannot be told any more: all is known since " + forgotten.since());
        });
    }

    private static Types page(Instant time, List<TypeThen> types, int most) {
        return new Types(
                time, types, types.size() < most ? null : types.getLast().id());
    }

    private static Instant time(String text) {
        try {
            if (text != null) {
                return within(OffsetDateTime.parse(text));
            }
        } catch (DateTimeException _) {
            // Said below.
        }
        throw wrongTime("must be a time with an offset, such as 2026-11-01T00:00:00Z");
    }

    /** PostgreSQL's years do not go as far as Java's, and the mirror's do not begin before. */
    private static Instant within(OffsetDateTime time) {
        if (time.getYear() > 9999) {
            throw wrongTime("must not be in the future");
        }
        return time.getYear() < 1970 ? Instant.EPOCH : time.toInstant();
    }

    private static Refusal wrongTime(String message) {
        return Refusal.badRequest(Map.of("as_of", List.of(message)));
    }

    private static Kind kind(String types) {
        return types.equals("certificate-types") ? Kind.CERTIFICATE_TYPE : Kind.MEMBERSHIP_TYPE;
    }
}
