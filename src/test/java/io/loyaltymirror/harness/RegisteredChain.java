package io.loyaltymirror.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.sandbox.TypeRows;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;

/** A chain that a test adds by the registry, and that is read when the test asks for it. */
public record RegisteredChain(Mirror mirror, long id) {

    public static final String SELDOM = "{\"sync_every_s\": 604800, \"reason\": \"a test\"}";

    private static final String TABLES = "/api/v1/chain/{chain}/loyalty/";

    /** Upstream has it with so many rows of each kind, and so has the mirror. */
    public static RegisteredChain add(Mirror mirror, long id, int certificateTypes, int membershipTypes) {
        mirror.awaitFirstSync();
        mirror.sandbox().chains().make(id, certificateTypes, membershipTypes);
        RegisteredChain chain = new RegisteredChain(mirror, id);
        assertThat(chain.put(SELDOM).statusCode()).isEqualTo(201);
        chain.read();
        return chain;
    }

    /** Sooner than the schedule would. */
    private void read() {
        mirror.request().post("/mirror/v1/chains/{id}/sync", id);
        awaitRead();
    }

    /** Until both kinds were read completely and nobody reads it any more. */
    public void awaitRead() {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> mirror.database()
                                .number(
                                        "SELECT count(*) FROM chain_kind JOIN chain ON chain.id = chain_id WHERE chain_id = "
                                                + id + " AND as_of IS NOT NULL AND lease_owner IS NULL")
                        == 2);
    }

    public Response put(String body) {
        return mirror.request().contentType("application/json").body(body).put("/mirror/v1/chains/{id}", id);
    }

    public Response delete(String reason) {
        return mirror.request().queryParam("reason", reason).delete("/mirror/v1/chains/{id}", id);
    }

    public TypeRows certificates() {
        return mirror.sandbox().chains().get(id).certificateTypes();
    }

    public TypeRows memberships() {
        return mirror.sandbox().chains().get(id).membershipTypes();
    }

    /** The data plane's list of a kind; the largest page. */
    public Response list(String kind) {
        String size = kind.equals("certificate_types") ? "page_size" : "limit";
        return mirror.request().queryParam(size, 100).get(TABLES + kind, id);
    }

    /** As the data plane tells it. */
    public String generation() {
        return list("certificate_types").header("Mirror-Generation");
    }

    public void sync() {
        mirror.sync(id);
    }

    /** Neither side has it any more. */
    public void forget() {
        mirror.sandbox().chains().forget(id);
        for (String table : List.of(
                "certificate_type",
                "membership_type",
                "change",
                "change_base",
                "change_horizon",
                "issuance",
                "hold",
                "quarantine",
                "sync_run",
                "audit",
                "chain_kind")) {
            mirror.database().execute("DELETE FROM " + table + " WHERE chain_id = " + id);
        }
        mirror.database().execute("DELETE FROM chain WHERE id = " + id);
    }
}
