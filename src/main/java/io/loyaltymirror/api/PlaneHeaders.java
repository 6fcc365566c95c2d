package io.loyaltymirror.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * For a browser that is led here: what comes is data, to be run, framed, guessed at or kept by nobody. (By hand: the
 * regular expression of {@code quarkus.http.filter} would be matched for each request.)
 */
@ApplicationScoped
class PlaneHeaders {

    /** Before everything that may refuse. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final Map<CharSequence, CharSequence> HEADERS = Map.of(
            HttpHeaders.createOptimized("X-Content-Type-Options"), HttpHeaders.createOptimized("nosniff"),
            HttpHeaders.createOptimized("Content-Security-Policy"),
                    HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'"),
            HttpHeaders.createOptimized("Referrer-Policy"), HttpHeaders.createOptimized("no-referrer"),
            HttpHeaders.createOptimized("Cache-Control"), HttpHeaders.createOptimized("private, no-cache"));

    void install(@Observes Router router) {
        router.route().order(FIRST).handler(PlaneHeaders::add);
    }

    private static void add(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.startsWith("/api/") || path.startsWith("/mirror/")) {
            MultiMap headers = context.response().headers();
            HEADERS.forEach(headers::set);
        }
        context.next();
    }
}
