package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built service starts with environment variables alone, without what it needs too, and ends when it is told to. */
@Tag("artifact")
@Tag("process")
class StartIT {

    private static final String TYPES = "/api/v1/chain/706028/loyalty/certificate_types?page_size=100&page=6";
    private static SandboxAltegio sandbox;

    @BeforeAll
    static void upstream() {
        sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort());
    }

    @AfterAll
    static void noUpstream() {
        sandbox.close();
    }

    private static Map<String, String> environment(String databaseUrl) {
        return environment(sandbox, databaseUrl);
    }

    static Map<String, String> environment(SandboxAltegio sandbox, String databaseUrl) {
        return new HashMap<>(Map.of(
                "MIRROR_DATABASE_URL", databaseUrl,
                "MIRROR_DATABASE_USERNAME", "postgres",
                "MIRROR_UPSTREAM_URL", sandbox.baseUri().toString(),
                "MIRROR_UPSTREAM_PARTNER_TOKEN", "sandbox-partner",
                "MIRROR_UPSTREAM_USER_TOKEN", "sandbox-user",
                "MIRROR_CHAINS", "706028",
                "MIRROR_KEYS_TILL_HASH", "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683",
                "MIRROR_KEYS_TILL_ROLES", "read",
                "MIRROR_KEYS_TILL_CHAINS", "706028"));
    }

    @Test
    void servesAChainWithinHalfAMinuteAndEndsOnSigterm() throws Exception {
        Map<String, String> environment = environment(EmbeddedDatabase.create().url());
        environment.put("MIRROR_UPSTREAM_CHAIN_SPELLING", "chains");
        sandbox.reset();
        try (Service service = Service.start(environment)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.get(TYPES).status() == 200);
            assertThat(service.get(TYPES).body()).contains("\"total_count\":585");
            await().until(() -> sandbox.requests().count() >= 8);
            assertThat(sandbox.requests().all().stream().filter(LoggedRequest::throttled))
                    .as("both limits are enforced, and a cold start keeps them")
                    .isEmpty();
            assertThat(sandbox.requests().all())
                    .allMatch(request -> request.path().startsWith("/api/v1/chains/706028/"));
            service.terminate();
            assertThat(service.exitCode()).isIn(0, 143);
            assertThat(service.log()).doesNotContain("sandbox-partner").doesNotContain("sandbox-user");
        }
    }

    @Test
    void secretsStayOutOfTheLogWhateverUpstreamRepeats() throws Exception {
        Map<String, String> environment = environment(EmbeddedDatabase.create().url());
        environment.remove("MIRROR_UPSTREAM_USER_TOKEN");
        environment.put("MIRROR_UPSTREAM_LOGIN", "ann@example.org");
        environment.put("MIRROR_UPSTREAM_PASSWORD", "wrong-password");
        sandbox.reset();
        sandbox.faults()
                .next(Fault.of(CannedAnswer.of(401)
                                .with(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("message", "ann@example.org, wrong-password, sandbox-partner: no")))
                        .on("POST", "/auth"));
        try (Service service = Service.start(environment)) {
            service.awaitLog("login: ***, ***, ***: no");
            assertThat(service.log())
                    .contains("Upstream refuses our credential")
                    .doesNotContain("ann@example.org", "wrong-password", "sandbox-partner");
        }
    }

    @Test
    void databaseThatIsAwayIsWaitedFor() throws IOException {
        int port = Service.freePort();
        try (Service service = Service.start(environment("postgresql://localhost:" + port + "/postgres"))) {
            service.awaitLog("The database cannot be prepared yet");
            service.awaitStatus(TYPES, 503);
            assertThat(service.isAlive()).isTrue();
            try (EmbeddedPostgres _ = EmbeddedPostgres.builder().setPort(port).start()) {
                service.awaitStatus(TYPES, 200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MIRROR_UPSTREAM_PARTNER_TOKEN, mirror.upstream.partner-token",
        "MIRROR_UPSTREAM_USER_TOKEN, mirror.upstream.user-token",
        "MIRROR_DATABASE_URL, mirror.database.url"
    })
    void missingKeyStopsTheStartWithOneLineThatNamesIt(String variable, String key) throws Exception {
        Map<String, String> environment = environment("postgresql://localhost:1/postgres");
        environment.remove(variable);
        try (Service service = Service.start(environment)) {
            assertThat(service.exitCode()).isNotZero();
            assertThat(service.log().lines().filter(line -> line.contains(key))).hasSize(1);
            assertThat(service.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void foreignHostWithoutTlsStopsTheStartWithOneLine() throws Exception {
        Map<String, String> environment = environment("postgresql://localhost:1/postgres");
        environment.put("MIRROR_UPSTREAM_URL", "http://api.example.org/api/v1");
        try (Service service = Service.start(environment)) {
            assertThat(service.exitCode()).isNotZero();
            assertThat(service.log().lines().filter(line -> line.startsWith("mirror.upstream.url: must be https")))
                    .as(service.log())
                    .hasSize(1);
            assertThat(service.log()).doesNotContain("\tat ").doesNotContain("ERROR");
        }
    }

    @Test
    void misspeltVariableIsWarnedOfByItsNameAlone() throws Exception {
        Map<String, String> environment = environment("postgresql://localhost:1/postgres");
        environment.put("MIRROR_UPSTREAM_USERTOKEN", "private");
        try (Service service = Service.start(environment)) {
            service.awaitLog("The database cannot be prepared yet");
            assertThat(service.log().lines().filter(line -> line.contains("MIRROR_")))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .contains("MIRROR_UPSTREAM_USERTOKEN");
            assertThat(service.log()).doesNotContain("private");
        }
    }

    @Test
    void migrateBringsTheSchemaUpAndDoesNothingElse() throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.create();
        for (int time = 1; time <= 2; time++) {
            try (Service service = Service.start(environment(database.url()), "--migrate")) {
                assertThat(service.exitCode()).as(service.log()).isZero();
            }
        }
        assertThat(database.number("SELECT count(*) FROM chain")).isZero();
    }

    @Test
    void migrateFailsWhereThereIsNoDatabase() throws Exception {
        try (Service service = Service.start(environment("postgresql://localhost:1/postgres"), "--migrate")) {
            assertThat(service.exitCode()).isNotZero();
        }
    }

    @Test
    void processThatMayNotMigrateWaitsUntilSomebodyDid() throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.create();
        Map<String, String> environment = environment(database.url());
        environment.put("MIRROR_DATABASE_MIGRATE", "off");
        try (Service waiting = Service.start(environment)) {
            waiting.awaitLog("Waiting for the schema");
            try (Service migration = Service.start(environment, "--migrate")) {
                assertThat(migration.exitCode()).isZero();
            }
            waiting.awaitStatus(TYPES, 200);
        }
    }
}
