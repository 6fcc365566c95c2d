package io.loyaltymirror.api;

import io.quarkus.logging.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Gives the plane's form to what fails before or without a resource: unknown callers, unknown paths, bad requests. */
@ApplicationScoped
class UnroutedFailures {

    /** Before Quarkus' own handler, which answers in HTML. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final int LAST = Integer.MAX_VALUE;

    private final ErrorForms forms;

    UnroutedFailures(ErrorForms forms) {
        this.forms = forms;
    }

    void install(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::failed);
        router.route().order(LAST).handler(context -> answer(context, 404));
    }

    private void failed(RoutingContext context) {
        int status = context.statusCode();
        if (context.response().ended() || context.response().headWritten()) {
            context.next();
            return;
        }
        if (status < 400 || status >= 500) {
            Log.error("A request failed outside its resource", context.failure());
        }
        answer(context, status < 400 ? 500 : status);
    }

    private void answer(RoutingContext context, int status) {
        ErrorForm form = forms.of(context.normalizedPath());
        byte[] body = form.body(Refusal.of(status, Statuses.words(status)));
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, form.contentType())
                .end(Buffer.buffer(body));
    }
}
