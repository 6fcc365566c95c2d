package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the table of exchanges that have no upstream: a read and a write that had no way to leave. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class UnreachableTest {

    private static final ChainId CHAIN = new ChainId(Mirror.SMALL);

    @Inject
    RateBudget budget;

    @Inject
    Vertx vertx;

    Mirror mirror;

    /** Nobody listens; no TLS behind the port; no such name. */
    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:1", "https://localhost:PORT", "http://nowhere.invalid"})
    void nothingWasSent(String url) throws Exception {
        String address = url.replace("PORT", Integer.toString(mirror.sandbox().port()));
        Upstream upstream = OwnUpstream.of(
                budget, Map.of("url", address + "/api/v1", "user-token", "sandbox-user", "timeout", "2s"));
        mirror.sandbox().requests().clear();
        assertThat(outcome(upstream.chain(CHAIN, false).page(View.CERTIFICATE_TYPES, 1)))
                .isInstanceOf(NotSent.class);
        assertThat(outcome(upstream.writer(CHAIN, OwnUpstream.inTime()).create(new byte[] {'{', '}'})))
                .isInstanceOf(NotSent.class);
        assertThat(mirror.sandbox().requests().all())
                .noneMatch(request -> request.method().equals("POST"));
    }

    private Object outcome(Uni<?> call) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> call.subscribe().with(outcome::complete, outcome::complete));
        return outcome.get(10, TimeUnit.SECONDS);
    }
}
