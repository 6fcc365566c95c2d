package io.loyaltymirror.sandbox;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletionException;

/** A running stand-in for Altegio. Its state is this process's own and dies with it. Thread-safe. */
public final class SandboxAltegio implements AutoCloseable {
    private final Vertx vertx;
    private final String host;
    private final HttpServer server;
    private final SandboxState state;

    private SandboxAltegio(Vertx vertx, SandboxOptions options) {
        this.vertx = vertx;
        host = options.host();
        state = new SandboxState(options.settings(), Clock.systemUTC());
        // HTTP/1.1 alone: what a fault does to a connection then concerns one request.
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(new FrontDoor(vertx, state)::enter);
    }

    /**
     * Starts one; it answers when this returns.
     *
     * @throws IllegalStateException if the port is taken, with a message that names it
     */
    public static SandboxAltegio start(SandboxOptions options) {
        var sandbox = new SandboxAltegio(vertx(), options);
        try {
            sandbox.server
                    .listen(options.port(), options.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            return sandbox;
        } catch (CompletionException e) {
            sandbox.close();
            throw new IllegalStateException(
                    "The sandbox Altegio cannot listen on %s:%d (is the port taken?): %s"
                            .formatted(
                                    options.host(), options.port(), e.getCause().getMessage()),
                    e.getCause());
        }
    }

    // One event loop of daemon threads: nothing of it outlives the process's own work, and no file is cached.
    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    }

    public int port() {
        return server.actualPort();
    }

    /** {@code http://localhost:PORT/api/v1}. */
    public URI baseUri() {
        return URI.create("http://" + host + ":" + port() + "/api/v1");
    }

    /** {@code http://localhost:PORT/sandbox}. */
    public URI controlUri() {
        return URI.create("http://" + host + ":" + port() + "/sandbox");
    }

    public SandboxChains chains() {
        return state.chains();
    }

    public RequestLog requests() {
        return state.requests();
    }

    /** What shall go wrong with the next requests. */
    public FaultScript faults() {
        return state.faults();
    }

    public SandboxSettings settings() {
        return state.settings();
    }

    /** Holds from the next request on. */
    public void settings(SandboxSettings settings) {
        state.settings(settings);
    }

    /** Data, settings, faults, log and rate limits back to the start. */
    public void reset() {
        state.reset();
    }

    /** Frees the port; requests that are still unanswered are cut off. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
