package io.loyaltymirror.mutation;

import static io.restassured.http.ContentType.JSON;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.loyaltymirror.sandbox.TypeRows;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** A caller that changes a chain of its own, and looks at what became of that on either side. */
final class Till {

    private static final String TYPES = "/api/v1/chain/{chain}/loyalty/certificate_types";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path DOCUMENTED =
            Path.of("src/test/resources/io/loyaltymirror/mutation/certificate_type_create_request.json");

    /** The common pool has one thread on two cores. */
    private static final Executor OWN_THREAD = command -> Thread.ofVirtual().start(command);

    private final Mirror mirror;
    private final Reconciler reconciler;
    private final long chain;

    Till(Mirror mirror, Reconciler reconciler, long chain) {
        this.mirror = mirror;
        this.reconciler = reconciler;
        this.chain = chain;
    }

    /** Upstream has the chain with so many rows of each kind, and so has the mirror; nobody reads it on schedule. */
    void open(int certificateTypes, int membershipTypes) {
        mirror.awaitFirstSync();
        mirror.sandbox().chains().make(chain, certificateTypes, membershipTypes);
        sql("INSERT INTO chain (id) VALUES (" + chain + ")");
        sql(
                "INSERT INTO chain_kind (chain_id, kind, next_due_at) SELECT " + chain
                        + ", kind, mirror_now() + interval '10 years' FROM unnest('{certificate_type,membership_type}'::text[]) AS kind");
        mirror.sync(chain);
        mirror.sandbox().requests().clear();
    }

    void close() {
        mirror.sandbox().faults().clear();
        mirror.sandbox().settings(SandboxSettings.documented().withRates(0, 0));
        mirror.sandbox().chains().forget(chain);
        sql("DELETE FROM mutation_attempt WHERE mutation_id IN (SELECT id FROM mutation WHERE chain_id = " + chain
                + ")");
        for (String table : List.of(
                "mutation",
                "certificate_type",
                "membership_type",
                "change",
                "issuance",
                "hold",
                "quarantine",
                "sync_run",
                "chain_kind")) {
            sql("DELETE FROM " + table + " WHERE chain_id = " + chain);
        }
        sql("DELETE FROM chain WHERE id = " + chain);
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    /** The documented request, with another title. */
    static ObjectNode request(String title) {
        try {
            return ((ObjectNode) MAPPER.readTree(Files.readString(DOCUMENTED))).put("title", title);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RequestSpecification with(String key) {
        RequestSpecification request = mirror.request().contentType(JSON);
        return key == null ? request : request.header("Idempotency-Key", key);
    }

    Response create(String key, ObjectNode request) {
        return with(key).body(request.toString()).post(TYPES, chain);
    }

    Response create(String key, String title) {
        return create(key, request(title));
    }

    /** On a thread of its own. */
    CompletableFuture<Response> creating(String key, String title) {
        return CompletableFuture.supplyAsync(() -> create(key, title), OWN_THREAD);
    }

    Response update(String key, long id, ObjectNode request) {
        return with(key).body(request.toString()).put(TYPES + "/{id}", chain, id);
    }

    Response delete(String key, long id) {
        return with(key).delete(TYPES + "/{id}", chain, id);
    }

    Response archive(String key, long id, boolean archived) {
        return with(key)
                .body(JsonNodeFactory.instance
                        .objectNode()
                        .put("is_archived", archived)
                        .toString())
                .patch("/api/v1/chain/{chain}/loyalty/abonement_types/{id}/archive", chain, id);
    }

    /** What the mirror serves of a certificate type. */
    Response served(long id) {
        return mirror.request().get(TYPES + "/{id}", chain, id);
    }

    Response at(Response answer) {
        return mirror.request().get(answer.header("Location"));
    }

    String state(Response answer) {
        return mirror.request()
                .get("/mirror/v1/mutations/{id}", answer.header("Mirror-Mutation"))
                .jsonPath()
                .getString("state");
    }

    /** Time passes, and the ledger is looked after. */
    void later(Duration time) {
        new SqlClock(mirror.database()).advance(time);
        reconciler.sweep().await().atMost(Duration.ofSeconds(10));
        reconciler.look().await().atMost(Duration.ofSeconds(10));
    }

    TypeRows rows() {
        return mirror.sandbox().chains().get(chain).certificateTypes();
    }

    TypeRows memberships() {
        return mirror.sandbox().chains().get(chain).membershipTypes();
    }

    /** The certificate types of this title that upstream has. */
    List<Long> titled(String title) {
        return rows().ids().stream()
                .filter(id ->
                        rows().find(id).orElseThrow().path("title").asText().equals(title))
                .toList();
    }

    /** How many requests of this method for this chain have reached upstream. */
    long sent(String method) {
        return mirror.sandbox().requests().all().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().contains("/" + chain + "/"))
                .count();
    }

    void awaitSent(String method, long requests) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> sent(method) >= requests);
    }

    void changeSettings(UnaryOperator<SandboxSettings> change) {
        mirror.sandbox().settings(change.apply(mirror.sandbox().settings()));
    }

    Mirror mirror() {
        return mirror;
    }

    long id() {
        return chain;
    }

    long rowsOfLedger() {
        return mirror.database().number("SELECT count(*) FROM mutation WHERE chain_id = " + chain);
    }
}
