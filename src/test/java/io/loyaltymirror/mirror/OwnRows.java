package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The certificate types of a chain that no schedule reads, written as the service writes them. */
record OwnRows(EmbeddedDatabase database, Publication publication, Pool pool, long chain) {

    private static final Kind KIND = Kind.CERTIFICATE_TYPE;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    void make() {
        database.execute("INSERT INTO chain (id, enabled) VALUES (" + chain + ", false)");
        database.execute("INSERT INTO chain_kind (chain_id, kind, next_due_at) VALUES (" + chain
                + ", 'certificate_type', mirror_now())");
    }

    void remove() {
        for (String table : List.of("certificate_type", "change", "issuance", "hold", "quarantine", "chain_kind")) {
            database.execute("DELETE FROM " + table + " WHERE chain_id = " + chain);
        }
        database.execute("DELETE FROM chain WHERE id = " + chain);
    }

    ChainId id() {
        return new ChainId(chain);
    }

    /** Rows of the same title are the same. */
    static TypePayload row(long id, String title) {
        String hash = String.format("%064x", title.hashCode() & 0xffffffffL);
        return new TypePayload(id, title, "{\"id\":" + id + ",\"title\":\"" + title + "\"}", hash, hash);
    }

    static <T> T get(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    Seen seen(Instant at, TypePayload... rows) {
        Seen seen = publication.seen(id(), KIND, chain);
        get(seen.add(List.of(rows), at));
        return seen;
    }

    /** One publication with this in it. */
    <T> T publishing(Function<Publishing, Uni<T>> work) {
        return get(SqlTransaction.in(
                pool,
                tx -> publication
                        .begin(tx, new Fence(id(), 0), KIND)
                        .chain(publishing -> work.apply(publishing).call(publishing::finish))));
    }

    Published publish(Instant at, TypePayload... rows) {
        Seen seen = seen(at, rows);
        return publishing(publishing -> publishing.rows(seen)).account();
    }

    void writeThrough(Instant answeredAt, TypePayload row) {
        get(SqlTransaction.in(pool, tx -> publication.writeThrough(tx, id(), KIND, row, answeredAt)));
    }

    /** The ids that a complete scan which began then would miss, having seen these rows. */
    List<Long> absent(Instant scannedAt, TypePayload... seen) {
        return get(publication.absences(id(), KIND, seen(scannedAt, seen), scannedAt)).rows().stream()
                .map(Absences.Absent::id)
                .toList();
    }

    String of(long id, String expression) {
        return database.text(
                "SELECT " + expression + " FROM certificate_type WHERE chain_id = " + chain + " AND id = " + id);
    }

    /** All that the database has of the chain. */
    String everything() {
        StringBuilder all = new StringBuilder(database.text("SELECT chain::text FROM chain WHERE id = " + chain));
        for (String table : List.of("certificate_type", "change", "hold", "quarantine", "chain_kind")) {
            all.append('\n')
                    .append(database.text("SELECT string_agg(t::text, ' ' ORDER BY t::text) FROM " + table
                            + " AS t WHERE chain_id = " + chain));
        }
        return all.toString();
    }
}
