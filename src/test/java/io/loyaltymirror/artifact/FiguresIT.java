package io.loyaltymirror.artifact;

import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.loyaltymirror.sandbox.SocketDamage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Measures what the README says of the artifact, jar or native; prints and asserts nothing. */
@Tag("bench")
class FiguresIT {

    private static final int ROUNDS = 5;
    private static final String PATH = "/api/v1/chain/706028/loyalty/certificate_types";
    private static final String TYPES = "/api/v1/chain/706028/loyalty/certificate_types?page_size=100";

    @Test
    void startAndMemory() throws IOException {
        List<Long> firstAnswers = new ArrayList<>();
        List<Long> idle = new ArrayList<>();
        List<Long> loaded = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (SandboxAltegio sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort())) {
                long begin = System.nanoTime();
                try (Service service = Service.start(environment(sandbox, EmbeddedDatabase.create()))) {
                    await().pollInterval(Duration.ofMillis(5))
                            .until(() -> service.get("/").status() != 0);
                    firstAnswers.add((System.nanoTime() - begin) / 1_000_000);
                    service.awaitStatus(TYPES, 200);
                    idle.add(service.residentKilobytes() / 1024);
                    for (int request = 0; request < 2_000; request++) {
                        service.get(TYPES);
                    }
                    loaded.add(service.residentKilobytes() / 1024);
                }
            }
        }
        print("first answer, ms", firstAnswers);
        print("resident after the first sync, MB", idle);
        print("resident after 2,000 lists of 100, MB", loaded);
    }

    /** Both limits enforced, upstream latency 500 ms. */
    @Test
    void quietSyncOfSixPages() throws IOException {
        SandboxSettings slow = SandboxSettings.documented().withLatency(500);
        EmbeddedDatabase database = EmbeddedDatabase.create();
        try (SandboxAltegio sandbox =
                        SandboxAltegio.start(SandboxOptions.onAnyPort().with(slow));
                Service service = Service.start(environment(sandbox, database))) {
            service.awaitStatus(TYPES, 200);
            List<Long> millis = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                String run = service.sync(706028, "certificate_type");
                millis.add(database.number(
                        "SELECT round(extract(epoch FROM finished_at - started_at) * 1000) FROM sync_run WHERE id = "
                                + run));
            }
            print("quiet sync of 6 pages at 500 ms (budget 1,020 + one latency 500), ms", millis);
            System.out.println("throttled requests: "
                    + sandbox.requests().all().stream()
                            .filter(request -> request.throttled())
                            .count());
        }
    }

    /** Beside it a read that is refused for want of a chain: what the HTTP server and the access check take. */
    @Test
    void writeWhileUpstreamIsLeftAlone() throws IOException {
        try (SandboxAltegio sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort())) {
            Map<String, String> environment = environment(sandbox, EmbeddedDatabase.create());
            environment.put("MIRROR_KEYS_TILL_ROLES", "read,write,operate");
            environment.put("MIRROR_UPSTREAM_BREAKER_DELAY", "5m");
            try (Service service = Service.start(environment)) {
                service.awaitStatus(TYPES, 200);
                sandbox.faults().next(Fault.of(SocketDamage.CLOSE).repeated(1_000));
                String create = MutatingReplicas.request("Gift");
                service.post("/mirror/v1/chains/706028/sync");
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> service.post(PATH, "warm", create).body().contains("left alone"));
                measureRefusals(service, create);
            }
        }
    }

    private static void measureRefusals(Service service, String create) {
        List<Long> refused = new ArrayList<>();
        List<Long> read = new ArrayList<>();
        for (int round = 0; round < 3_000; round++) {
            long begin = System.nanoTime();
            service.post(PATH, "key " + round, create);
            long between = System.nanoTime();
            service.get("/api/v1/chain/1/loyalty/certificate_types");
            refused.add((between - begin) / 1_000);
            read.add((System.nanoTime() - between) / 1_000);
        }
        print("write with the breaker open, us", refused.subList(1_000, 3_000));
        print("refused read, us", read.subList(1_000, 3_000));
    }

    private static Map<String, String> environment(SandboxAltegio sandbox, EmbeddedDatabase database) {
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put("MIRROR_SYNC_EVERY", "1h");
        environment.put("MIRROR_SYNC_TICK", "1s");
        environment.put("MIRROR_KEYS_TILL_ROLES", "read,operate");
        return environment;
    }

    private static void print(String what, List<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        System.out.printf(
                "%s | %s | median %d, %d to %d, p99 %d%n",
                Artifact.isNative() ? "native" : "jar",
                what,
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast(),
                sorted.get(sorted.size() * 99 / 100));
    }
}
