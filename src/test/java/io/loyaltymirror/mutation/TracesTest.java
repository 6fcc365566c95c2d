package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Mirror;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One trace leads from a caller's request through the ledger to Altegio and back into the mirror. */
@Tag("process")
@QuarkusTest
@TestProfile(TracesTest.Traced.class)
class TracesTest {

    public static class Traced extends QuickMutations {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.put("quarkus.otel.sdk.disabled", "false");
            config.put("quarkus.otel.bsp.schedule.delay", "100ms");
            return config;
        }
    }

    static class Exporter {

        @Produces
        @Singleton
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }
    }

    @Inject
    InMemorySpanExporter spans;

    @Inject
    Reconciler reconciler;

    Mirror mirror;
    private Till till;

    @BeforeEach
    void open() {
        till = new Till(mirror, reconciler, 815);
        till.open(0, 0);
        spans.reset();
    }

    @AfterEach
    void close() {
        till.close();
    }

    @Test
    void createIsOneTrace() {
        assertThat(till.create("key", Till.request("Gift")).statusCode()).isEqualTo(200);
        await().until(() -> named("mutation.settle").size() == 1);
        String trace = named("mutation").getFirst().getTraceId();
        await().until(() -> names(trace).stream().anyMatch(name -> name.startsWith("POST /api/v1/chain/")));
        assertThat(names(trace))
                .contains("mutation", "mutation.settle")
                .anyMatch(name -> name.startsWith("POST /api/v1/chain/"));
        assertThat(spans.getFinishedSpanItems().stream()
                        .filter(span -> span.getTraceId().equals(trace))
                        .map(span -> span.getKind().name()))
                .contains("SERVER", "CLIENT", "INTERNAL");
    }

    @Test
    void runIsATraceOfItsOwn() {
        mirror.sync(815, "certificate_type");
        // Those of the opening may be told late.
        await().until(() -> !named("sync.run").isEmpty());
        SpanData run = named("sync.run").getLast();
        await().until(() -> spans.getFinishedSpanItems().stream()
                .anyMatch(span -> span.getTraceId().equals(run.getTraceId())
                        && span.getKind().name().equals("CLIENT")));
    }

    @Test
    void noSpanHoldsASecret() {
        till.create("key", Till.request("Gift"));
        await().until(() -> named("mutation.settle").size() == 1);
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("sandbox-partner", "sandbox-user", "Bearer");
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private Set<String> names(String trace) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .map(SpanData::getName)
                .collect(Collectors.toSet());
    }
}
