package io.loyaltymirror.bench.subject;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An upstream in this process that has the types of {@link Rows} and makes each page when it is asked for it. */
public final class MadeUpstream implements Closeable {

    private static final Pattern LIST =
            Pattern.compile("/api/v1/chains?/(\\d+)/loyalty/certificate_types\\?page=(\\d+)&page_size=(\\d+)");

    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<Long, Integer> types;
    private final HttpServer server;

    /** @param types how many certificate types each chain has */
    public MadeUpstream(Map<Long, Integer> types) throws Exception {
        this.types = types;
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        Matcher list = LIST.matcher(request.uri());
        if (!list.matches()) {
            request.response().setStatusCode(500).end("only certificate types are here, and not " + request.uri());
            return;
        }
        long chain = Long.parseLong(list.group(1));
        long page = Long.parseLong(list.group(2));
        long size = Long.parseLong(list.group(3));
        int total = types.get(chain);
        String data = LongStream.rangeClosed((page - 1) * size + 1, Math.min(total, page * size))
                .mapToObj(id -> MadeType.body(chain, id))
                .collect(Collectors.joining(","));
        request.response()
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end("{\"success\":true,\"data\":[" + data + "],\"meta\":{\"total_count\":" + total + "}}");
    }

    /** As {@code mirror.upstream.url} wants it. */
    public String url() {
        return "http://localhost:" + server.actualPort() + "/api/v1";
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
