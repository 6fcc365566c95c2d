package io.loyaltymirror.api;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Schema;
import io.loyaltymirror.mirror.TooMuchAskedException;
import io.loyaltymirror.sync.ToldToStopException;
import io.quarkus.logging.Log;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where failures of resources become answers. Class names and reasons of ours stay in the log. */
@ApplicationScoped
class Failures {

    /** PostgreSQL restarts in seconds; a fail-over takes longer and is worth asking again for. */
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(2);

    /** One that ends is taken out at once, and the next request goes elsewhere. */
    private static final Duration OTHER_PROCESS = Duration.ofSeconds(1);

    /** Two long reads are answered at a time, within 20 s each, mostly within one. */
    private static final Duration LONG_READS = Duration.ofSeconds(2);

    private final ErrorForms forms;
    private final Schema schema;
    private final RefusedCallers callers;
    private final SecurityIdentity identity;

    Failures(ErrorForms forms, Schema schema, RefusedCallers callers, SecurityIdentity identity) {
        this.forms = forms;
        this.schema = schema;
        this.callers = callers;
        this.identity = identity;
    }

    @ServerExceptionMapper
    Response refused(Refusal refusal, UriInfo uri) {
        return answer(refusal, uri);
    }

    @ServerExceptionMapper
    Response notServed(WebApplicationException failure, UriInfo uri) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(failure, uri);
        }
        return answer(Refusal.of(status, Statuses.words(status)), uri);
    }

    @ServerExceptionMapper
    Response notAllowed(ForbiddenException failure, UriInfo uri, RoutingContext request) {
        callers.notAllowed(identity.getPrincipal().getName(), request);
        return answer(Refusal.of(403, Statuses.words(403)), uri);
    }

    @ServerExceptionMapper
    Response unknownCaller(UnauthorizedException failure, UriInfo uri) {
        return answer(Refusal.of(401, Statuses.words(401)), uri);
    }

    @ServerExceptionMapper
    Response notAnyMore(ToldToStopException failure, UriInfo uri) {
        return answer(Refusal.notYet("This process ends; another one serves the request", OTHER_PROCESS), uri);
    }

    @ServerExceptionMapper
    Response tooMany(BulkheadException failure, UriInfo uri) {
        return answer(Refusal.notYet("Too many ask for this at once", LONG_READS), uri);
    }

    @ServerExceptionMapper
    Response tooMuch(TooMuchAskedException failure, UriInfo uri) {
        return answer(
                Refusal.of(503, "The answer took too long: ask for one chain, for fewer days or fewer rows"), uri);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure, UriInfo uri) {
        if (!schema.isReady()) {
            Log.infof("Asked before the schema was ready: %s", DatabaseAbsence.words(failure));
            return answer(Refusal.notYet("The mirror's schema is not ready yet", DATABASE_RETRY), uri);
        }
        if (DatabaseAbsence.isReason(failure)) {
            Log.warnf("The database could not serve a read: %s", DatabaseAbsence.words(failure));
            return answer(Refusal.notYet("The mirror's database cannot be reached", DATABASE_RETRY), uri);
        }
        Log.error("A request failed unexpectedly", failure);
        return answer(Refusal.of(500, Statuses.words(500)), uri);
    }

    private Response answer(Refusal refusal, UriInfo uri) {
        ErrorForm form = forms.of(uri.getPath());
        Response.ResponseBuilder answer = Response.status(refusal.status())
                .header(HttpHeaders.CONTENT_TYPE, form.contentType())
                .entity(form.body(refusal));
        refusal.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, wait.toSeconds()));
        return answer.build();
    }
}
