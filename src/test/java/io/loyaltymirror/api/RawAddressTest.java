package io.loyaltymirror.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as clients really send them, not as a library would encode them. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class RawAddressTest {

    private static final String TYPES = "/api/v1/chain/706029/loyalty/certificate_types";

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/api/v1/chains/706029/loyalty/certificate_types?title=%7Bx%7D 200",
                "/api/v1/chains/706029/loyalty/certificate_types/?page=1 200",
                "/api/v1/chains/706029/loyalty%2Fcertificate_types 404",
                "/api/v1/chain/706029/loyalty%2Fcertificate_types 404",
                "/api/v1/chain/706029/loyalty/certificate_types/9223372036854775807 404",
                "/api/v10/x 404"
            })
    void everyAddressGetsItsPlanesAnswer(String address, int status) throws IOException {
        String answer = send(address);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("io.loyaltymirror");
        if (status != 200) {
            boolean isDataPlane = address.startsWith("/api/v1/");
            assertThat(answer).contains(isDataPlane ? "{\"success\":false" : "{\"type\":\"about:blank\"");
        }
    }

    /** Quarkus itself refuses what is no URI, before any route and without a body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                TYPES + "?title={x}",
                TYPES + "?title=50%",
                TYPES + "?title=%zz",
                "/api/v1/%zz",
                "/mirror/v1/runs?limit={",
                "/mirror/v1/%zz"
            })
    void whatIsNoAddressIsABadRequest(String address) throws IOException {
        assertThat(send(address)).startsWith("HTTP/1.1 400 ").doesNotContain("io.loyaltymirror");
    }

    private static String send(String address) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            String request = "GET " + address + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer all\r\n"
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
