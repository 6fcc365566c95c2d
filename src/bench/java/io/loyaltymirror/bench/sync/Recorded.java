package io.loyaltymirror.bench.sync;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An upstream that answers with what the stand-in answered before, from memory: what a sync takes beside it is not what
 * the making of pages takes.
 */
final class Recorded implements AutoCloseable {

    private static final String BASE = "/api/v1";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, Buffer> answers = new HashMap<>();
    private final HttpServer server;

    /** @param requests reads that the stand-in has seen, to be answered alike from now on */
    Recorded(Altegio altegio, List<SeenRequest> requests) throws Exception {
        for (SeenRequest request : requests) {
            String uri = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
            answers.put(uri, Buffer.buffer(altegio.read(uri.substring(BASE.length()))));
        }
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    private void answer(HttpServerRequest request) {
        Buffer answer = answers.get(request.uri());
        if (answer == null) {
            request.response().setStatusCode(500).end("nobody asked for this before: " + request.uri());
        } else {
            request.response()
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(answer);
        }
    }

    /** As {@code mirror.upstream.url} wants it. */
    URI base() {
        return URI.create("http://localhost:" + server.actualPort() + BASE);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
