package io.loyaltymirror.api.altegio;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.context.SmallRyeThreadContext;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;
import org.eclipse.microprofile.context.ThreadContext;

/**
 * Spares reads what only others need, which would be a fifth of one: see {@code src/docs/profiles.md}. The access check
 * itself is the same.
 */
@ApplicationScoped
class DirectReads {

    /** Between authentication (-200) and authorization (-100), before what Quarkus REST does there (-199 too, but later). */
    private static final int AUTHENTICATED = -199;

    /** Before authentication (-200). */
    private static final int EARLY = -1_000;

    private final SmallRyeThreadContext nothing;

    DirectReads() {
        nothing = SmallRyeThreadContext.builder()
                .propagated()
                .cleared()
                .unchanged(ThreadContext.ALL_REMAINING)
                .build();
    }

    void install(@Observes Router router) {
        router.route("/mirror/*").order(EARLY).handler(DirectReads::carrying);
        router.head(Envelope.PREFIX + "/*").order(EARLY).handler(DirectReads::nameType);
        router.route(Envelope.PREFIX + "/*").order(AUTHENTICATED).handler(DirectReads::forgetTemplate);
    }

    /**
     * Goes on with a request. Mutiny carries contexts over to whatever thread goes on, and captures and restores them at
     * every step; the access check of a read is one thread's work from begin to end.
     */
    void next(RoutingContext context) {
        if (isRead(context)) {
            SmallRyeThreadContext.withThreadContext(nothing, context::next);
        } else {
            carrying(context);
        }
    }

    /** A request that waited behind a read on its connection begins inside the end of that read. */
    private static void carrying(RoutingContext context) {
        carryingContexts(() -> {
            context.next();
            return null;
        });
    }

    /** Of an answer that has no body to be written, the framework names the type with a charset. */
    private static void nameType(RoutingContext context) {
        HttpServerResponse response = context.response();
        context.addHeadersEndHandler(_ -> {
            if (response.getStatusCode() == HttpResponseStatus.NOT_MODIFIED.code()) {
                response.headers().remove(HttpHeaders.CONTENT_TYPE);
            } else {
                response.headers().set(HttpHeaders.CONTENT_TYPE, Answer.JSON);
            }
        });
        context.next();
    }

    /** For what is not done at once after all. */
    static <T> T carryingContexts(Supplier<T> work) {
        return SmallRyeThreadContext.withThreadContext(null, work);
    }

    /**
     * Quarkus REST builds a table of all resources here for each request, so that metrics know the template of the address
     * of one that authorization refuses. Who is known is refused by the resource alone, and that knows its own.
     */
    private static void forgetTemplate(RoutingContext context) {
        if (isRead(context) && isKnown(context)) {
            context.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        }
        context.next();
    }

    private static boolean isRead(RoutingContext context) {
        HttpMethod method = context.request().method();
        return method == HttpMethod.GET || method == HttpMethod.HEAD;
    }

    private static boolean isKnown(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous();
    }
}
