package io.loyaltymirror.harness;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.sandbox.SandboxAltegio;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The mirror under test as its callers see it, with the sandbox before it and the database behind it.
 *
 * @param network leads to the sandbox too; used where a test's profile says so, see {@link QuickRecovery}
 */
public record Mirror(SandboxAltegio sandbox, TcpProxy network, EmbeddedDatabase database) {

    public static final long LARGE = 706028;
    public static final long SMALL = 706029;
    public static final long EMPTY = 720441;

    /** Those of which the chains were read once. */
    private static final Set<EmbeddedDatabase> READ = ConcurrentHashMap.newKeySet();

    /** The key of this name is its own name; see {@link MirrorTestResource}. */
    public RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    /** By the mirror's clock. */
    public Instant now() {
        return Instant.parse(
                database.text("SELECT to_char(mirror_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    /** A request of a caller who may do everything. */
    public RequestSpecification request() {
        return as("all");
    }

    /**
     * Reads one kind of a chain from the sandbox now; gives the closed account. (Waits by the table: hundreds do so, and REST
     * Assured's paths are compiled each time.)
     */
    public JsonPath sync(long chain, String kind) {
        String location = startSync(chain, kind);
        String open = "SELECT count(*) FROM sync_run WHERE outcome IS NULL AND id = "
                + location.substring(location.lastIndexOf('/') + 1);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> database.number(open) == 0);
        return run(location);
    }

    /** Reads both kinds. */
    public void sync(long chain) {
        sync(chain, "certificate_type");
        sync(chain, "membership_type");
    }

    /** Starts a run and gives its address; waits while another kind of the chain is being read. */
    public String startSync(long chain, String kind) {
        ExtractableResponse<Response> accepted = await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> request()
                                .queryParam("kind", kind)
                                .post("/mirror/v1/chains/{chain}/sync", chain)
                                .then()
                                .extract(),
                        answer -> answer.statusCode() != 409);
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.jsonPath().getString("kind")).isEqualTo(kind);
        return accepted.header("Location");
    }

    public JsonPath run(String location) {
        return request().get(location).then().statusCode(200).extract().jsonPath();
    }

    /**
     * Waits until the chains of the configuration were read once. Code that runs for the first time may be slower than a
     * test's patience with upstream; what failed for that is due again at once, and not minutes later.
     */
    public void awaitFirstSync() {
        if (READ.contains(database)) {
            return;
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(this::isEveryKindComplete);
        READ.add(database);
    }

    private boolean isEveryKindComplete() {
        if (database.text("SELECT to_regclass('public.chain_kind')") == null) {
            return false;
        }
        database.execute("UPDATE chain_kind SET next_due_at = mirror_now()"
                + " WHERE as_of IS NULL AND failures > 0 AND next_due_at > mirror_now()");
        return "t".equals(database.text("SELECT count(*) > 0 AND bool_and(as_of IS NOT NULL) FROM chain_kind"));
    }
}
