package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a write reaches the socket: once, on a connection of its own, and not after its time. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class WriteOnceTest {

    private static final ChainId CHAIN = new ChainId(7);
    private static final String CREATED = "{\"success\":true,\"data\":{\"id\":1,\"title\":\"a\"},\"meta\":[]}";

    @Inject
    RateBudget budget;

    @Inject
    Vertx vertx;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private Upstream upstream;

    /** How the n-th request is answered, from 0. */
    private interface Manners {
        void answer(int request, Socket connection) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0);
        upstream = OwnUpstream.of(
                budget,
                Map.of(
                        "url", "http://localhost:" + server.getLocalPort() + "/api/v1",
                        "user-token", "sandbox-user",
                        "retry.max", "3",
                        "retry.delay", "1ms",
                        "timeout", "2s"));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void serve(Manners manners) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    Socket connection = server.accept();
                    connections.add(connection);
                    Thread.ofVirtual().start(() -> read(connection, manners));
                }
            } catch (IOException closed) {
                // the test is over
            }
        });
    }

    private void read(Socket connection, Manners manners) {
        try {
            byte[] bytes = new byte[16_384];
            InputStream in = connection.getInputStream();
            for (int length = in.read(bytes); length > 0; length = in.read(bytes)) {
                String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
                if (text.startsWith("POST")) {
                    requests.add(text);
                    manners.answer(requests.size() - 1, connection);
                }
            }
        } catch (IOException closed) {
            // as the test wants it
        }
    }

    private static void created(Socket connection) throws IOException {
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: keep-alive\r\nContent-Length: "
                        + CREATED.length() + "\r\n\r\n" + CREATED;
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Object create(long leaveBy) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()).runOnContext(_ -> {
            Uni<TypePayload> create = upstream.writer(CHAIN, leaveBy).create(new byte[] {'{', '}'});
            create.subscribe().with(outcome::complete, outcome::complete);
        });
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Test
    void requestWhoseConnectionIsClosedWithoutAnAnswerIsNotRepeated() throws Exception {
        serve((_, connection) -> connection.close());
        assertThat(create(OwnUpstream.inTime())).isInstanceOf(Ambiguous.class);
        Thread.sleep(300);
        assertThat(requests).hasSize(1);
    }

    @Test
    void requestWhoseConnectionIsResetIsNotRepeated() throws Exception {
        serve((_, connection) -> {
            connection.setSoLinger(true, 0);
            connection.close();
        });
        assertThat(create(OwnUpstream.inTime())).isInstanceOf(Ambiguous.class);
        Thread.sleep(300);
        assertThat(requests).hasSize(1);
    }

    /** The answer says keep-alive; the next write finds that connection closing under it, if it takes it. */
    @Test
    void noWriteTakesAConnectionThatWasUsed() throws Exception {
        serve((request, connection) -> {
            created(connection);
            if (request > 0) {
                connection.close();
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThat(create(OwnUpstream.inTime())).isInstanceOf(TypePayload.class);
        }
        assertThat(requests).hasSize(3);
        assertThat(connections).hasSize(3);
    }

    @Test
    void nothingLeavesAfterItsTime() throws Exception {
        serve((_, connection) -> created(connection));
        Object outcome = create(System.nanoTime() - 1);
        assertThat(outcome).isInstanceOf(NotSent.class);
        assertThat((NotSent) outcome).hasMessage(IoEvent.TOO_LATE.words());
        Thread.sleep(300);
        assertThat(requests).isEmpty();
    }
}
