package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are sent before the answers to those before them: a read that waits, and one that waits behind it. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class PipelinedReadsTest {

    private static final String READ = "GET /api/v1/chain/706028/loyalty/certificate_types?page_size=3";

    private static final String SLOW = "GET /mirror/v1/runs/99999999";

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/chain/706028/loyalty/certificate_types?page_size=2",
                "GET /api/v1/chain/706028/loyalty/certificate_types?page_size=0",
                "GET /api/v1/chain/706028/loyalty/certificate_types?title=%D0%B0",
                "GET /api/v1/chain/1/loyalty/certificate_types",
                "GET /mirror/v1/holds",
                "GET /mirror/v1/audit",
                "GET /mirror/v1/chains/706028/changes?after=1.0",
                "GET /mirror/v1/reports/catalogue?chain=706028&limit=2",
                "GET /mirror/v1/runs/99999999",
                "POST /api/v1/chain/706028/loyalty/certificate_types"
            })
    void requestBehindReadsIsAnsweredAsByItself(String request) throws IOException {
        String alone = body(send(List.of(request)));
        String behind = send(List.of(SLOW, READ, request));
        assertThat(behind).contains(body(send(List.of(READ))) + "HTTP/1.1 ");
        assertThat(behind.substring(behind.lastIndexOf("HTTP/1.1 "))).endsWith("\r\n\r\n" + alone);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String send(List<String> requests) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int nth = 1; nth <= requests.size(); nth++) {
            text.append(requests.get(nth - 1))
                    .append(" HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer all\r\nContent-Length: 0\r\n")
                    .append(nth == requests.size() ? "Connection: close\r\n\r\n" : "\r\n");
        }
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
