package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.SocketDamage;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A credential that logs in, as it behaves at the socket. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class LoginTest {

    private static final ChainId CHAIN = new ChainId(Mirror.SMALL);

    @Inject
    RateBudget budget;

    @Inject
    Vertx vertx;

    Mirror mirror;

    @BeforeEach
    void nothingAskedYet() {
        mirror.awaitFirstSync();
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void sandboxAsItWas() {
        mirror.sandbox().reset();
    }

    private Upstream upstream(String password) {
        return OwnUpstream.of(
                budget, Map.of("url", mirror.sandbox().baseUri().toString(), "login", "sandbox", "password", password));
    }

    private CompletableFuture<Object> begin(Uni<?> call) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> call.subscribe().with(outcome::complete, outcome::complete));
        return outcome;
    }

    private Object outcome(Uni<?> call) throws Exception {
        return begin(call).get(10, TimeUnit.SECONDS);
    }

    private static Uni<TypePage> page(Upstream upstream) {
        return upstream.chain(CHAIN, false).page(View.CERTIFICATE_TYPES, 1);
    }

    private static Uni<TypePayload> create(Upstream upstream) {
        return upstream.writer(CHAIN, OwnUpstream.inTime()).create("""
                {"title": "T", "balance": 1, "is_multi": true, "item_type_id": 0, "is_allow_empty_code": false,
                 "category_id": null, "balance_edit_type_id": 1, "service_ids": [], "salon_ids": [706029],
                 "expiration": {"type_id": 0},
                 "online_sale": {"is_enabled": false, "title": "", "description": "", "price": 0}}""".getBytes(StandardCharsets.UTF_8));
    }

    private void passwordChanges(String token) {
        mirror.sandbox()
                .settings(mirror.sandbox()
                        .settings()
                        .with(Json.MAPPER.createObjectNode().put("user_token", token)));
    }

    private List<String> asked() {
        return mirror.sandbox().requests().all().stream().map(LoginTest::name).toList();
    }

    private static String name(LoggedRequest request) {
        return (request.path().endsWith("/auth") ? "login " : request.method() + " ") + request.status();
    }

    @Test
    void oneLoginServesAllThatFollow() throws Exception {
        Upstream upstream = upstream("sandbox");
        assertThat(outcome(page(upstream))).isInstanceOf(TypePage.class);
        assertThat(outcome(page(upstream))).isInstanceOf(TypePage.class);
        assertThat(asked()).containsExactly("login 201", "GET 200", "GET 200");
    }

    @Test
    void tokenThatDiedIsRenewedOnceAndTheRequestSentAgain() throws Exception {
        Upstream upstream = upstream("sandbox");
        outcome(page(upstream));
        mirror.sandbox().requests().clear();
        passwordChanges("another");
        assertThat(outcome(page(upstream))).isInstanceOf(TypePage.class);
        assertThat(asked()).containsExactly("GET 401", "login 201", "GET 200");
        assertThat(upstream.admittedScans(4)).isEqualTo(4);
    }

    @Test
    void requestsThatFindTheTokenDeadTogetherShareALogin() throws Exception {
        Upstream upstream = upstream("sandbox");
        outcome(page(upstream));
        passwordChanges("another");
        mirror.sandbox().requests().clear();
        ChainReader reader = upstream.chain(CHAIN, false);
        List<CompletableFuture<Object>> reads = List.of(
                begin(reader.page(View.CERTIFICATE_TYPES, 1)),
                begin(reader.page(View.CURRENT_MEMBERSHIP_TYPES, 1)),
                begin(reader.type(Kind.CERTIFICATE_TYPE, mirrorsFirst())));
        for (CompletableFuture<Object> read : reads) {
            assertThat(read.get(10, TimeUnit.SECONDS)).isNotInstanceOf(Throwable.class);
        }
        assertThat(asked()).filteredOn(name -> name.startsWith("login")).hasSize(1);
    }

    private long mirrorsFirst() {
        return mirror.sandbox()
                .chains()
                .get(Mirror.SMALL)
                .certificateTypes()
                .ids()
                .getFirst();
    }

    @Test
    void wrongPasswordStopsScansAndIsNotTriedAgainForEveryCaller() throws Exception {
        Upstream upstream = upstream("wrong-secret");
        for (Uni<?> call : List.of(page(upstream), page(upstream), create(upstream))) {
            Object refused = outcome(call);
            assertThat(refused).isInstanceOf(Rejected.class);
            assertThat(((Rejected) refused).reason()).isEqualTo(Reason.CREDENTIAL);
            assertThat((Rejected) refused).hasMessageNotContaining("wrong-secret");
        }
        assertThat(asked()).containsExactly("login 401");
        assertThat(upstream.admittedScans(4)).isZero();
    }

    @Test
    void requestsUnderWayWithADeadTokenAndAWrongPasswordLogInOnce() throws Exception {
        Upstream upstream = upstream("sandbox");
        outcome(page(upstream));
        passwordChanges("another");
        mirror.sandbox()
                .faults()
                .random(new FaultDraw(
                        100, 1, List.of(Fault.of(CannedAnswer.of(401)).on("POST", "/auth"))));
        mirror.sandbox().requests().clear();
        ChainReader reader = upstream.chain(CHAIN, false);
        List<CompletableFuture<Object>> reads = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            reads.add(begin(reader.page(View.CERTIFICATE_TYPES, number)));
        }
        reads.add(begin(create(upstream)));
        for (CompletableFuture<Object> read : reads) {
            assertThat(read.get(10, TimeUnit.SECONDS)).isInstanceOf(Rejected.class);
        }
        assertThat(asked()).filteredOn(name -> name.startsWith("login")).hasSize(1);
    }

    @Test
    void loginWithoutATokenIsARefusalAndNoLoop() throws Exception {
        mirror.sandbox()
                .faults()
                .next(Fault.of(CannedAnswer.of(200)
                                .with(Json.MAPPER.createObjectNode().put("form", "success")))
                        .on("POST", "/auth"));
        Object refused = outcome(page(upstream("sandbox")));
        assertThat(refused).isInstanceOf(Rejected.class);
        assertThat((Rejected) refused).hasMessageContaining("second factor");
        assertThat(asked()).containsExactly("login 200");
    }

    @Test
    void writeWhoseTokenDiedIsExecutedOnce() throws Exception {
        Upstream upstream = upstream("sandbox");
        outcome(page(upstream));
        passwordChanges("another");
        mirror.sandbox().requests().clear();
        assertThat(outcome(create(upstream))).isInstanceOf(TypePayload.class);
        assertThat(asked()).containsExactly("POST 401", "login 201", "POST 200");
        assertThat(mirror.sandbox()
                        .chains()
                        .get(Mirror.SMALL)
                        .certificateTypes()
                        .size())
                .isEqualTo(13);
    }

    /** Nobody knows whether the login happened, but the write surely did not. */
    @Test
    void writeBehindALoginWithoutAnAnswerWasNotSent() throws Exception {
        mirror.sandbox().faults().next(Fault.of(SocketDamage.RESET).on("POST", "/auth"));
        assertThat(outcome(create(upstream("sandbox")))).isInstanceOf(NotSent.class);
        assertThat(asked()).hasSize(1);
    }
}
