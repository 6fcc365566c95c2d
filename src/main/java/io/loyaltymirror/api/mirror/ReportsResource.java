package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.api.access.Roles;
import io.loyaltymirror.report.Answer;
import io.loyaltymirror.report.Question;
import io.loyaltymirror.report.Report;
import io.loyaltymirror.report.Reports;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The natural questions about the mirrored data. */
@Path("/mirror/v1/reports")
@RolesAllowed(Roles.READ)
@Tag(name = "Mirror plane")
class ReportsResource {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;
    private static final String CSV = "text/csv";

    private final Reports reports;
    private final Caller caller;

    ReportsResource(Reports reports, Caller caller) {
        this.reports = reports;
        this.caller = caller;
    }

    /**
     * A report that there is.
     *
     * @param view of the database, for those who ask there
     * @param hasPeriod whether from and to are parameters of it
     */
    record Known(String report, String view, boolean hasPeriod, String words) {}

    /**
     * A page of a report.
     *
     * @param rows see the comments of its view
     * @param next given as {@code after} it asks for the rows after these; null where there are none
     */
    record Page(String report, List<Map<String, Object>> rows, String next) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The reports that there are")
    @APIResponse(responseCode = "200", description = "Their names, and what they answer")
    public List<Known> list() {
        return Arrays.stream(Report.values())
                .map(report -> new Known(report.word(), report.view(), report.hasPeriod(), report.words()))
                .toList();
    }

    @GET
    @Path("{report}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "A page of a report, as JSON or, for Accept: text/csv, as CSV",
            description = "Of one chain, or of all that the caller may know. `from` and `to` are the first and the last"
                    + " day, UTC. The rows after these are asked for with `next` as `after`, and so does the header"
                    + " `Link`; `limit` is 1,000, at most 10,000. Each report is a view of the database's schema"
                    + " `reporting`.")
    @Parameter(
            in = ParameterIn.PATH,
            name = "report",
            schema = @Schema(enumeration = {"freshness", "sales", "catalogue", "changes", "mutations"}))
    @Parameter(in = ParameterIn.QUERY, name = "chain", description = "Of this one alone")
    @Parameter(in = ParameterIn.QUERY, name = "from", description = "The first day, such as 2026-11-01")
    @Parameter(in = ParameterIn.QUERY, name = "to", description = "The last day")
    @Parameter(in = ParameterIn.QUERY, name = "after", description = "`next` of the page before")
    @Parameter(in = ParameterIn.QUERY, name = "limit", description = "Rows, at most")
    @APIResponse(
            responseCode = "200",
            description = "The rows; CSV has a header line and quotes as RFC 4180 says",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Page.class)),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "400", description = "A parameter cannot be read; errors names it")
    @APIResponse(responseCode = "404", description = "There is no such report, or the caller has no such chain")
    @APIResponse(responseCode = "503", description = "Too many ask at once, or it took too long: ask for less of it")
    public Uni<RestResponse<Page>> json(@RestPath String report, UriInfo uri) {
        return reports.answer(question(report, uri.getQueryParameters()))
                .map(answer -> ReportsResource.<Page>linked(uri, answer)
                        .entity(new Page(report, answer.rows(), answer.next()))
                        .build());
    }

    /** Whoever asks for anything at all gets JSON. */
    @GET
    @Path("{report}")
    @Produces(CSV + ";qs=0.1")
    @Operation(hidden = true)
    public Uni<RestResponse<String>> csv(@RestPath String report, UriInfo uri) {
        return reports.answer(question(report, uri.getQueryParameters()))
                .map(answer -> ReportsResource.<String>linked(uri, answer)
                        .header("Content-Disposition", "attachment; filename=\"" + report + ".csv\"")
                        .entity(Csv.of(answer))
                        .build());
    }

    private Question question(String word, MultivaluedMap<String, String> parameters) {
        Report report = Report.of(word).orElseThrow(() -> Refusal.notFound("There is no report " + word));
        Question question = new Question(
                report,
                caller.chains(Numbers.read("chain", parameters.getFirst("chain"), 1, Long.MAX_VALUE)),
                day(report, "from", parameters.getFirst("from")),
                day(report, "to", parameters.getFirst("to")),
                Optional.ofNullable(parameters.getFirst("after")),
                (int) Numbers.read("limit", parameters.getFirst("limit"), 1, MAX_LIMIT)
                        .orElse(DEFAULT_LIMIT));
        if (!question.isReadable()) {
            throw wrong("after", "must be next of an answer of this report");
        }
        return question;
    }

    private static Optional<LocalDate> day(Report report, String name, String text) {
        if (text == null) {
            return Optional.empty();
        }
        if (!report.hasPeriod()) {
            throw wrong(name, "is no parameter of this report, which is about now");
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() <= 9999) {
                return Optional.of(day);
            }
        } catch (DateTimeException _) {
            // Said below.
        }
        throw wrong(name, "must be a day such as 2026-11-01");
    }

    private static Refusal wrong(String name, String message) {
        return Refusal.badRequest(Map.of(name, List.of(message)));
    }

    private static <T> RestResponse.ResponseBuilder<T> linked(UriInfo uri, Answer answer) {
        RestResponse.ResponseBuilder<T> response = RestResponse.ResponseBuilder.create(RestResponse.Status.OK);
        if (answer.next() != null) {
            String next = uri.getRequestUriBuilder()
                    .scheme(null)
                    .host(null)
                    .port(-1)
                    .replaceQueryParam("after", answer.next())
                    .build()
                    .toString();
            response.header("Link", "<" + next + ">; rel=\"next\"");
        }
        return response;
    }
}
