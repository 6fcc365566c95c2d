package io.loyaltymirror.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class HttpMetersTest {

    Mirror mirror;

    private static String metrics() {
        return given().port(9001)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void addressesThatStrangersMakeUpAreNoLabels() {
        for (String path :
                new String[] {"/api/v1/chain/98765/made/up", "/api/v1/chain/98766/loyalty/certificate_types"}) {
            given().header("Authorization", "Bearer nobody").get(path).then().statusCode(401);
        }
        assertThat(metrics()).contains("status=\"401\",uri=\"UNAUTHORIZED\"").doesNotContain("9876");
    }

    @ParameterizedTest
    @CsvSource({"MADEUP1 /api/v1/nothing, 401", "GET /made-up-2?{, 400", "GET /{made-up-3}, 400"})
    void whatStrangersMakeUpIsNoLabel(String request, int status) throws IOException {
        assertThat(send(request, "")).startsWith("HTTP/1.1 " + status + ' ');
        assertThat(metrics()).contains("status=\"" + status + '"').doesNotContainIgnoringCase("made-up", "MADEUP");
    }

    @Test
    void addressOfWhatIsTooLargeIsNoLabel() throws IOException {
        String head = "Authorization: Bearer all\r\nContent-Length: 300000\r\n";
        assertThat(send("POST /api/v1/chain/98767/loyalty/certificate_types", head))
                .startsWith("HTTP/1.1 413 ");
        assertThat(metrics()).contains("uri=\"TOO_LARGE\"").doesNotContain("98767");
    }

    private static String send(String request, String header) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            String head = request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Known callers' addresses have their template, whether they are answered or refused. */
    @Test
    void addressesOfKnownCallersAreTemplates() {
        mirror.awaitFirstSync();
        mirror.request()
                .get("/api/v1/chain/" + Mirror.SMALL + "/loyalty/certificate_types/1")
                .then()
                .statusCode(404);
        mirror.request()
                .get("/api/v1/chain/424242/loyalty/certificate_types/1")
                .then()
                .statusCode(404);
        assertThat(metrics())
                .contains("uri=\"/api/v1/chain/{chain}/loyalty/certificate_types/{id}\"")
                .doesNotContain("424242");
    }
}
