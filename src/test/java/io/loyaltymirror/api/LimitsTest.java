package io.loyaltymirror.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer says to a browser that is led here, and how much may be sent. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class LimitsTest {

    private static final String TYPES = "/api/v1/chain/706029/loyalty/certificate_types";

    Mirror mirror;

    @ParameterizedTest
    @ValueSource(strings = {TYPES, "/api/v1/nothing", "/mirror/v1/chains", "/mirror/v1/nothing", "/mirror/v1/runs/x"})
    void noAnswerIsRunFramedGuessedAtOrKept(String path) {
        mirror.awaitFirstSync();
        assertHeaders(mirror.request().get(path));
        assertHeaders(given().get(path));
        assertHeaders(mirror.as("operator").get(path));
    }

    private static void assertHeaders(Response answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
    }

    @ParameterizedTest
    @CsvSource({"7000, 200", "8300, 414"})
    void addressHasALimit(int length, int status) throws IOException {
        mirror.awaitFirstSync();
        assertThat(send("GET " + TYPES + "?title=" + "x".repeat(length), "", ""))
                .matches("(?s)HTTP/1.[01] " + status + " .*");
    }

    @ParameterizedTest
    @CsvSource({"12000, 200", "17000, 431"})
    void headHasALimit(int length, int status) throws IOException {
        mirror.awaitFirstSync();
        assertThat(send("GET " + TYPES, "X-Long: " + "x".repeat(length) + "\r\n", ""))
                .matches("(?s)HTTP/1.[01] " + status + " .*");
    }

    @Test
    void bodyHasALimit() throws IOException {
        String head = "Content-Type: application/json\r\nContent-Length: ";
        // Announced is enough: the connection is closed before such a body has been sent.
        assertThat(send("POST " + TYPES, head + "300000\r\n", "{\"title\":")).matches("(?s)HTTP/1.[01] 413 .*");
        assertThat(send("POST " + TYPES, head + "2\r\n", "{}")).matches("(?s)HTTP/1.[01] 400 .*");
    }

    private static String send(String request, String head, String body) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            String text = request + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer all\r\nConnection: close\r\n"
                    + head + "\r\n" + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
