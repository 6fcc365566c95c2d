package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.UpstreamFailure.NotSent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shared budget as exchanges with upstream meet it. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class PermittedExchangesTest {

    private static final ChainId CHAIN = new ChainId(Mirror.SMALL);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @Inject
    Credential credential;

    @Inject
    Refusals refusals;

    Mirror mirror;

    @BeforeEach
    void nothingAskedYet() {
        mirror.awaitFirstSync();
        mirror.sandbox().reset();
    }

    private record Limits(int perSecond, int perMinute, int reserve, String egress) implements UpstreamConfig.Rate {}

    private RateBudget budget(Pool database) {
        return new RateBudget(vertx, new BudgetRow(database, new Limits(5, 200, 20, "exchanges")));
    }

    private Upstream upstream(RateBudget budget) {
        return OwnUpstream.of(budget, Map.of("url", address(), "user-token", "sandbox-user"));
    }

    private Pool away() {
        PgConnectOptions nowhere = new PgConnectOptions()
                .setHost("localhost")
                .setPort(1)
                .setDatabase("none")
                .setUser("nobody")
                .setPassword("");
        return Pool.newInstance(
                PgBuilder.pool().connectingTo(nowhere).using(vertx).build());
    }

    private Object outcome(Uni<?> call) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> call.subscribe().with(outcome::complete, outcome::complete));
        return outcome.get(20, TimeUnit.SECONDS);
    }

    @Test
    void answerCarriesTheDatabasesTimeOfItsPermit() throws Exception {
        ChainReader reader = upstream(budget(pool)).chain(CHAIN, false);
        Instant before = now();
        TypePage page = (TypePage) outcome(reader.page(View.CERTIFICATE_TYPES, 1));
        long id = page.rows().getFirst().id();
        SeenType type = (SeenType) outcome(reader.type(Kind.CERTIFICATE_TYPE, id));
        Instant seen = mirror.sandbox().requests().all().getLast().at();
        assertThat(page.at()).isBetween(before, type.at());
        assertThat(type.at()).isAfter(page.at().plusMillis(200)).isBeforeOrEqualTo(seen.plusMillis(1));
    }

    private Instant now() {
        return Instant.parse(mirror.database()
                .text("SELECT to_char(mirror_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    @Test
    void withoutTheDatabaseNothingIsSentAndUpstreamIsNotBlamed() throws Exception {
        Upstream upstream = upstream(budget(away()));
        for (int i = 0; i < 12; i++) {
            Object scan = outcome(upstream.chain(CHAIN, false).page(View.CERTIFICATE_TYPES, 1));
            assertThat(scan).isInstanceOf(NotSent.class);
            assertThat((NotSent) scan).hasMessage(IoEvent.NO_BUDGET.words());
            assertThat(((NotSent) scan).lacksBudget()).isTrue();
        }
        Object write = outcome(upstream.writer(CHAIN, OwnUpstream.inTime()).create(new byte[] {'{', '}'}));
        assertThat((NotSent) write).hasMessage(IoEvent.NO_BUDGET.words());
        assertThat(mirror.sandbox().requests().all()).isEmpty();
        assertThat(upstream.chain(CHAIN, false).requests()).isZero();
    }

    /** Or a read that must open its connection first would open another each time, and never leave. */
    @Test
    void requestWhosePermitIsTooOldLeavesItsConnectionToTheNext() throws Exception {
        RateBudget budget = budget(pool);
        UpstreamConfig config = OwnUpstream.config(Map.of("url", address(), "user-token", "sandbox-user"));
        Wire wire = new Wire(config, budget);
        Exchange exchange = new Exchanges(
                        budget, credential, refusals, config, new UpstreamMeters(new SimpleMeterRegistry()))
                .interactive(Duration.ofMillis(50), Duration.ofSeconds(5));
        int before = mirror.network().connections();
        Object outcome = outcome(exchange.send(header -> Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(130))
                .chain(() -> wire.page(header, CHAIN, View.CERTIFICATE_TYPES, 1))));
        assertThat((NotSent) outcome).hasMessage(IoEvent.NO_PERMIT.words());
        assertThat(mirror.sandbox().requests().all()).isEmpty();
        assertThat(mirror.network().connections() - before).isLessThan(3);
    }

    private String address() {
        return "http://localhost:" + mirror.network().port() + "/api/v1";
    }
}
