package io.loyaltymirror.sync;

import static org.awaitility.Awaitility.await;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.loyaltymirror.sandbox.TypeRows;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A chain that only its test reads: it is not enabled, so that the schedule leaves it alone. */
public record OwnChain(Mirror mirror, SyncJob job, long id) {

    private static final Pattern BY_ID = Pattern.compile(".*_types/(\\d+)");

    /** How often a chain of this id was made: what was served of an earlier life may be in the heap still. */
    private static final Map<Long, Integer> EPOCHS = new ConcurrentHashMap<>();

    /** Upstream has it with so many rows of each kind, and the mirror knows of it, in an epoch of its own. */
    public void make(int certificateTypes, int membershipTypes) {
        mirror.sandbox().chains().make(id, certificateTypes, membershipTypes);
        int epoch = EPOCHS.merge(id, 1, Integer::sum);
        sql("INSERT INTO chain (id, epoch, enabled) VALUES (" + id + ", " + epoch + ", false)");
        sql("INSERT INTO chain_kind (chain_id, kind, next_due_at) SELECT " + id
                + ", kind, mirror_now() FROM unnest('{certificate_type,membership_type}'::text[]) AS kind");
    }

    /** Neither side has it any more, and upstream is well. The other chains go on as they were. */
    public void remove() {
        mirror.sandbox().faults().clear();
        mirror.sandbox().settings(SandboxSettings.documented().withRates(0, 0));
        mirror.sandbox().chains().forget(id);
        for (String table : List.of(
                "certificate_type",
                "membership_type",
                "change",
                "issuance",
                "hold",
                "quarantine",
                "sync_run",
                "chain_kind")) {
            sql("DELETE FROM " + table + " WHERE chain_id = " + id);
        }
        sql("DELETE FROM chain WHERE id = " + id);
    }

    public TypeRows certificates() {
        return mirror.sandbox().chains().get(id).certificateTypes();
    }

    public TypeRows memberships() {
        return mirror.sandbox().chains().get(id).membershipTypes();
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    /** The mirror's time passes. */
    public void later(Duration time) {
        new SqlClock(mirror.database()).advance(time);
    }

    /** Reads one kind now; gives the closed account, as the table has it. */
    public RunAccount scan(Kind kind) {
        return closed(begin(kind));
    }

    /** Begins to read one kind, and gives the run. */
    long begin(Kind kind) {
        return await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(
                        () -> job.now(new ChainId(id), List.of(kind)).await().atMost(Duration.ofSeconds(10)),
                        run -> run != null);
    }

    /** Waits for the end of the run, and for the chain to be free again. */
    RunAccount closed(long run) {
        String closed = "SELECT row_to_json(sync_run) FROM sync_run JOIN chain ON chain.id = chain_id"
                + " WHERE lease_owner IS NULL AND outcome IS NOT NULL AND sync_run.id = " + run;
        String account = await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> mirror.database().text(closed), row -> row != null);
        return RunAccount.of(account);
    }

    /** Something of a certificate type's row. */
    String certificate(long type, String expression) {
        return column(Kind.CERTIFICATE_TYPE, type, expression);
    }

    String membership(long type, String expression) {
        return column(Kind.MEMBERSHIP_TYPE, type, expression);
    }

    private String column(Kind kind, long type, String expression) {
        return mirror.database()
                .text("SELECT " + expression + " FROM " + kind.word() + " WHERE chain_id = " + id + " AND id = "
                        + type);
    }

    /** What became of a type, oldest first: {@code CREATED scan,GONE denied}. */
    String history(long type) {
        return mirror.database()
                .text(
                        "SELECT string_agg(op || ' ' || cause, ',' ORDER BY generation, seq) FROM change WHERE chain_id = "
                                + id + " AND id = " + type);
    }

    /** How many certificate types are in this state. */
    long in(String state) {
        return mirror.database()
                .number("SELECT count(*) FROM certificate_type WHERE chain_id = " + id + " AND state = '" + state
                        + "'");
    }

    long generation() {
        return mirror.database().number("SELECT generation FROM chain WHERE id = " + id);
    }

    /** The ids that upstream was asked for one by one since the log was cleared. */
    List<Long> asked() {
        return mirror.sandbox().requests().all().stream()
                .map(LoggedRequest::path)
                .filter(path -> path.contains("/" + id + "/"))
                .map(BY_ID::matcher)
                .filter(found -> found.matches())
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }

    /** The status that the data plane answers with. */
    int served(long type) {
        return mirror.request()
                .get("/api/v1/chain/{chain}/loyalty/certificate_types/{id}", id, type)
                .statusCode();
    }

    /** Whether the data plane's list has the type. */
    boolean lists(long type) {
        return mirror.request()
                .queryParam("page_size", 100)
                .get("/api/v1/chain/{chain}/loyalty/certificate_types", id)
                .jsonPath()
                .getList("data.id", Long.class)
                .contains(type);
    }

    /** The ids of the open hold that nobody released; empty where there is none. */
    List<Long> held() {
        String ids = mirror.database()
                .text("SELECT array_to_string(ids, ',') FROM hold WHERE chain_id = " + id
                        + " AND closed_at IS NULL AND released_at IS NULL");
        return ids == null
                ? List.of()
                : Arrays.stream(ids.split(",")).map(Long::valueOf).toList();
    }
}
