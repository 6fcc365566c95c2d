package io.loyaltymirror.api.mirror;

import static org.eclipse.microprofile.openapi.annotations.enums.ParameterIn.QUERY;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.mirror.Exports;
import io.loyaltymirror.mirror.Reading;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** All types of a chain at once. */
@Path("/mirror/v1/chains/{id}/export")
@RolesAllowed(Roles.READ)
@Tag(name = "Mirror plane")
class ExportResource {

    /** A first scan takes a few seconds; a chain that cannot be read may take longer, and is asked for again. */
    private static final Duration FIRST_SCAN = Duration.ofSeconds(10);

    private final Exports exports;
    private final Caller caller;

    ExportResource(Exports exports, Caller caller) {
        this.exports = exports;
        this.caller = caller;
    }

    /** What is asked for. */
    private record Wish(ChainId chain, List<Kind> kinds, ExportFormat format) {

        String file(String generation) {
            String kind = kinds.size() == 1 ? "-" + kinds.getFirst().word() : "";
            return "chain-" + chain + kind + "-" + generation + "." + format.word();
        }
    }

    @GET
    @Operation(
            summary = "All types of a chain, of one generation",
            description =
                    "Also those that the lists do not show, `listed` false; not those that are gone. By kind and id."
                            + " NDJSON has a line `{kind, id, listed, state, body}` for each type; CSV the columns that both kinds"
                            + " have, a header above and the whole `body` last. A stream that is cut off is no export: ask again."
                            + " It is cut off where a page of it is not taken for `mirror.export.stall`, and after ten minutes.")
    @Parameter(
            in = QUERY,
            name = "format",
            schema =
                    @Schema(
                            enumeration = {"ndjson", "csv"},
                            defaultValue = "ndjson"))
    @Parameter(
            in = QUERY,
            name = "kind",
            description = "Only this one",
            schema = @Schema(enumeration = {"certificate_type", "membership_type"}))
    @APIResponse(
            responseCode = "200",
            description = "The types. Mirror-Generation names the generation, after which the changes go on;"
                    + " Mirror-As-Of is the begin of the newest complete scan, of two kinds the older one",
            content = {
                @Content(mediaType = "application/x-ndjson", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "400", description = "There is no such format or kind; errors names it")
    @APIResponse(responseCode = "404", description = "The caller has no such chain")
    @APIResponse(
            responseCode = "503",
            description = "The chain was never read completely, the database is away, or two exports are under way")
    public RestMulti<byte[]> export(@RestPath long id, @RestQuery String format, @RestQuery String kind) {
        Wish wish = new Wish(caller.chain(id), Kinds.read(kind), format(format));
        return RestMulti.fromUniResponse(
                exports.open(wish.chain(), wish.kinds()).map(reading -> found(wish, reading)),
                found -> found.value().map(wish.format()::bytes),
                found -> headers(wish, found));
    }

    private static ExportFormat format(String word) {
        return word == null
                ? ExportFormat.NDJSON
                : ExportFormat.of(word)
                        .orElseThrow(() -> Refusal.badRequest(Map.of("format", List.of("must be ndjson or csv"))));
    }

    private static <T> Reading.Found<T> found(Wish wish, Reading<T> reading) {
        return switch (reading) {
            case Reading.Found<T> found -> found;
            case Reading.UnknownChain<T> _ -> throw Caller.unknown(wish.chain().value());
            case Reading.NeverRead<T> _ ->
                throw Refusal.notYet(
                        "Chain " + wish.chain() + " has not been read completely yet, or one kind of it", FIRST_SCAN);
        };
    }

    private static Map<String, List<String>> headers(Wish wish, Reading.Found<?> found) {
        return Map.of(
                "Content-Type", List.of(wish.format().contentType()),
                "Content-Disposition", List.of("attachment; filename=\"" + wish.file(found.generation()) + "\""),
                "Mirror-Generation", List.of(found.generation()),
                "Mirror-As-Of", List.of(found.asOf()),
                "Age", List.of(Long.toString(found.age().toSeconds())));
    }
}
