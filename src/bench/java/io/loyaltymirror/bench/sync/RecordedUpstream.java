package io.loyaltymirror.bench.sync;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An upstream that answers with what the stand-in answered before, from memory: what a sync takes beside it is not what
 * the making of pages takes.
 */
final class RecordedUpstream implements AutoCloseable {

    private static final String BASE = "/api/v1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, Buffer> answers = new HashMap<>();
    private HttpServer server;

    private RecordedUpstream() {}

    /** @param requests reads that the stand-in has seen, to be answered alike from now on */
    static RecordedUpstream of(Altegio altegio, List<SeenRequest> requests) throws Exception {
        return Opened.orNothing(opened -> opened.add(new RecordedUpstream()).serve(altegio, requests));
    }

    private RecordedUpstream serve(Altegio altegio, List<SeenRequest> requests) throws Exception {
        for (SeenRequest request : requests) {
            String uri = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
            answers.put(uri, Buffer.buffer(altegio.read(uri.substring(BASE.length()))));
        }
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
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
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
