package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatesTest {
    private static final String LIST = "chain/706028/loyalty/certificate_types";
    private static final String LOGIN = "{\"login\":\"sandbox\",\"password\":\"sandbox\"}";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void requestWithoutAcceptIs400() {
        var reply = SANDBOX.caller().with("Accept", null).get(LIST);
        refused(reply, 400);
        assertThat(reply.at("/meta/message").textValue()).contains("Accept");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "Bearer sandbox-partner",
                "Bearer wrong, User sandbox-user",
                "Bearer sandbox-partner, User wrong",
                "User sandbox-user",
                "Basic c2FuZGJveDpzYW5kYm94"
            })
    void requestWithoutBothTokensIs401(String authorization) {
        refused(SANDBOX.caller().with("Authorization", authorization).get(LIST), 401);
    }

    @Test
    void userTokenDiesWithItsPassword() {
        SANDBOX.settings("{\"user_token\": \"newer\"}");
        refused(SANDBOX.caller().get(LIST), 401);
        var newer = SANDBOX.caller().with("Authorization", "Bearer sandbox-partner, User newer");
        assertThat(newer.get(LIST).status()).isEqualTo(200);
    }

    @Test
    void loginWithThePartnerTokenAloneGivesTheUserToken() {
        var partner = SANDBOX.caller().with("Authorization", "Bearer sandbox-partner");
        var reply = partner.call("POST", "auth", LOGIN);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.at("/data/user_token").textValue()).isEqualTo("sandbox-user");
        assertThat(reply.at("/meta").toString()).isEqualTo("[]");
    }

    @Test
    void loginIsRefusedWithoutPartnerTokenOrWithWrongWords() {
        refused(SANDBOX.caller().with("Authorization", "Bearer x").call("POST", "auth", LOGIN), 401);
        refused(SANDBOX.caller().call("POST", "auth", "{\"login\":\"sandbox\",\"password\":\"x\"}"), 401);
        refused(SANDBOX.caller().call("POST", "auth", "{}"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain/1/loyalty/certificate_types", "chains/706030/loyalty/abonement_types/5"})
    void foreignChainIs403(String path) {
        refused(SANDBOX.caller().get(path), 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chain/706028/loyalty/cards", "chain/x/loyalty/certificate_types", "company/706028"})
    void unknownPathIs404(String path) {
        refused(SANDBOX.caller().get(path), 404);
    }

    @Test
    void unknownOperationIs404() {
        refused(SANDBOX.caller().call("PATCH", LIST, "{}"), 404);
        refused(SANDBOX.caller().call("PATCH", LIST + "/280001/archive", "{}"), 404);
    }

    @Test
    void answersAreJson() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(SANDBOX.altegio().baseUri() + "/" + LIST));
            var answer = client.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        }
    }

    private static void refused(Caller.Reply reply, int status) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.at("/success").booleanValue()).isFalse();
        assertThat(reply.json().get("data").isNull()).isTrue();
        assertThat(reply.at("/meta/message").textValue()).isNotBlank();
        assertThat(reply.at("/meta/errors").isObject()).isTrue();
    }
}
