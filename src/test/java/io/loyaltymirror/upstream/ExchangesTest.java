package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the table of exchanges, produced at the socket: once as a read, once as a write. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ExchangesTest {

    private static final ChainId CHAIN = new ChainId(Mirror.SMALL);
    private static final Duration CONNECTS = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofMillis(700);
    private static final byte[] REQUEST = """
            {"title": "T", "balance": 1, "is_multi": true, "item_type_id": 0, "is_allow_empty_code": false,
             "category_id": null, "balance_edit_type_id": 1, "service_ids": [], "salon_ids": [706029],
             "expiration": {"type_id": 0},
             "online_sale": {"is_enabled": false, "title": "", "description": "", "price": 0}}""".getBytes(StandardCharsets.UTF_8);

    @Inject
    Wire wire;

    @Inject
    Exchanges exchanges;

    @Inject
    Vertx vertx;

    Mirror mirror;

    private static final Set<ExchangeTable.Row> HIT = ConcurrentHashMap.newKeySet();

    private static void hit(Received answer) {
        HIT.add(ExchangeTable.row(answer.response().getStatus(), answer.form()));
    }

    @AfterAll
    static void everyRowWasProducedAtTheSocket() {
        assertThat(HIT).containsAll(ExchangeTable.ROWS);
    }

    @AfterEach
    void sandboxAsItWas() {
        mirror.sandbox().reset();
    }

    static Stream<ExchangeCase> cases() {
        return ExchangeCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void read(ExchangeCase row) throws Exception {
        row.fault().ifPresent(fault -> mirror.sandbox().faults().next(fault.on("GET", "certificate_types")));
        Uni<TypePage> read = exchange()
                .send(header -> wire.page(header, CHAIN, View.CERTIFICATE_TYPES, 1))
                .invoke(ExchangesTest::hit)
                .map(answer -> Answer.page(Kind.CERTIFICATE_TYPE, answer));
        assertThat(meaning(read)).isEqualTo(row.read());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void write(ExchangeCase row) throws Exception {
        row.fault().ifPresent(fault -> mirror.sandbox().faults().next(fault.on("POST", "certificate_types")));
        Uni<?> write =
                exchange().send(header -> wire.create(header, CHAIN, REQUEST)).map(Received::write);
        assertThat(meaning(write)).isEqualTo(row.write());
        assertThat(mirror.sandbox().requests().all())
                .as("neither client nor connection sends it twice")
                .filteredOn(request -> request.method().equals("POST"))
                .hasSize(1);
    }

    private Exchange exchange() {
        mirror.sandbox().requests().clear();
        return exchanges.interactive(CONNECTS, TIMEOUT);
    }

    private Meaning meaning(Uni<?> exchange) throws Exception {
        CompletableFuture<Meaning> meaning = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(_ -> exchange.subscribe()
                        .with(_ -> meaning.complete(Meaning.OK), failure -> meaning.complete(of(failure))));
        return meaning.get(10, TimeUnit.SECONDS);
    }

    private static Meaning of(Throwable failure) {
        return switch ((UpstreamFailure) failure) {
            case UpstreamFailure.Rejected rejected ->
                Meaning.valueOf(rejected.reason().name());
            case UpstreamFailure.Throttled _ -> Meaning.THROTTLED;
            case UpstreamFailure.NotSent _ -> Meaning.NOT_SENT;
            case UpstreamFailure.Ambiguous _ -> Meaning.AMBIGUOUS;
        };
    }
}
