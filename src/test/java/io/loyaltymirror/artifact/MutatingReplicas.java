package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.artifact.Service.Answer;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.loyaltymirror.sandbox.TypeRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two processes that change a chain: one that stays, and what a test does with another. */
abstract class MutatingReplicas {

    static final String TYPES = "/api/v1/chain/706029/loyalty/certificate_types";
    static final String POSTS = "/706029/loyalty/certificate_types";

    /** Deadline, time-out and margin of the service: 3 s, 2 s and 5 s. */
    static final Duration LEASE = Duration.ofSeconds(10);

    static final Duration PATIENCE = Duration.ofSeconds(60);

    final EmbeddedDatabase database = EmbeddedDatabase.create();
    SandboxAltegio sandbox;
    Service other;

    @BeforeEach
    void upstream() throws IOException {
        sandbox = SandboxAltegio.start(
                SandboxOptions.onAnyPort().with(SandboxSettings.documented().withRates(0, 0)));
        other = Service.start(environment());
        await().atMost(PATIENCE).until(() -> other.get(TYPES).status() == 200);
        sandbox.requests().clear();
    }

    @AfterEach
    void noUpstream() {
        other.close();
        sandbox.close();
    }

    Map<String, String> environment() {
        Map<String, String> environment = environment(sandbox, database);
        environment.put("MIRROR_UPSTREAM_TIMEOUT", "2s");
        environment.put("MIRROR_MUTATION_DEADLINE", "3s");
        return environment;
    }

    /** One chain that is read when a test asks for it, without limits, for a caller who may do everything. */
    static Map<String, String> environment(SandboxAltegio sandbox, EmbeddedDatabase database) {
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put("MIRROR_CHAINS", "706029");
        environment.put("MIRROR_KEYS_TILL_ROLES", "read,write,operate");
        environment.put("MIRROR_KEYS_TILL_CHAINS", "*");
        environment.put("MIRROR_UPSTREAM_RATE_PER_SECOND", "0");
        environment.put("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0");
        environment.put("MIRROR_SYNC_EVERY", "1h");
        return environment;
    }

    static String request(String title) {
        try {
            return Files.readString(Path.of(
                            "src/test/resources/io/loyaltymirror/mutation/certificate_type_create_request.json"))
                    .replace("Gift Certificate 1000", title);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Answer create(Service service, String title) {
        return service.post(TYPES, "key of " + title, request(title));
    }

    /** On a thread of its own: the common pool has one on two cores. */
    static CompletableFuture<Answer> atOnce(Supplier<Answer> request) {
        return CompletableFuture.supplyAsync(
                request, command -> Thread.ofVirtual().start(command));
    }

    static CompletableFuture<Answer> creating(Service service, String title) {
        return atOnce(() -> create(service, title));
    }

    long sent(String method) {
        return sandbox.requests().all().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().endsWith(POSTS))
                .count();
    }

    List<Long> titled(String title) {
        TypeRows rows = sandbox.chains().get(706029).certificateTypes();
        return rows.ids().stream()
                .filter(id -> rows.find(id).orElseThrow().path("title").asText().equals(title))
                .toList();
    }

    String state(String title) {
        return database.text("SELECT state FROM mutation WHERE key = 'key of " + title + "'");
    }

    void awaitState(String title, String state) {
        await(title).atMost(PATIENCE).until(() -> state.equals(state(title)));
    }

    /** The same key at another replica, until it says that it is done: then it is, once, and is mirrored. */
    void assertDoneOnce(String title) {
        await(title).atMost(PATIENCE).until(() -> create(other, title).status() == 200);
        assertThat(titled(title)).hasSize(1);
        assertThat(other.get(TYPES + "/" + titled(title).getFirst()).body()).contains(title);
    }

    /** The settle window passes, a scan shows what is there, and the next look is due; until all is known. */
    void awaitOutcomes() throws InterruptedException {
        String open = "SELECT count(*) FROM mutation WHERE state IN ('RECEIVED', 'SENDING', 'UNKNOWN')";
        for (int look = 0; look < 10 && database.number(open) > 0; look++) {
            new SqlClock(database).advance(Duration.ofMinutes(6));
            other.sync(706029, "certificate_type");
            Thread.sleep(1_500);
        }
        assertThat(database.number(open)).isZero();
    }
}
