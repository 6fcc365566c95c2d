package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.CanonicalText;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How rows of one kind differ from what a scan saw: set statements, all scoped by the chain. */
record TypeTable(String kind, String suspectsSql, String diffSql, String rehashSql, String resetSql) {

    private static final TypeTable CERTIFICATE_TYPE = named(Kind.CERTIFICATE_TYPE);
    private static final TypeTable MEMBERSHIP_TYPE = named(Kind.MEMBERSHIP_TYPE);

    /**
     * By (id, hash) alone, so that a quiet run moves no body and writes nothing. A stamp from the future, left by a
     * clock before a fail-over, protects nothing. After a write nothing counts for a while: nobody promises that upstream
     * reads its own writes.
     */
    private static final String DIFF = """
            SELECT seen.position - 1 AS position,
                   mirrored.id IS NULL AS fresh,
                   coalesce(mirrored.hash_version <> $5, false) AS other_version,
                   coalesce(mirrored.observed_at >= seen.at AND mirrored.observed_at <= mirror_now(), false)
                       OR coalesce(mirrored.written_at > seen.at - make_interval(secs => $6)
                           AND mirrored.written_at <= mirror_now(), false) AS superseded,
                   coalesce(mirrored.state = 'SUSPECT' AND mirrored.listed AND mirrored.hash_version = $5
                       AND mirrored.content_hash = decode(seen.hash, 'hex'), false) AS only_suspect
              FROM unnest($2::bigint[], $3::text[], $4::timestamptz[]) WITH ORDINALITY AS seen (id, hash, at, position)
              LEFT JOIN %s AS mirrored ON mirrored.chain_id = $1 AND mirrored.id = seen.id
             WHERE mirrored.id IS NULL
                OR mirrored.content_hash <> decode(seen.hash, 'hex')
                OR mirrored.hash_version <> $5
                OR mirrored.state <> 'LIVE'
                OR NOT mirrored.listed""";

    private static final String SUSPECTS = "SELECT id FROM %s WHERE chain_id = $1 AND state = 'SUSPECT'";

    /** A row that says the same, hashed by another version of this service, is no change. */
    private static final String REHASH = """
            UPDATE %s AS mirrored SET content_hash = decode(seen.content, 'hex'),
                   definition_hash = decode(seen.definition, 'hex'), hash_version = $6
              FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS seen (id, body, content, definition)
             WHERE mirrored.chain_id = $1 AND mirrored.id = seen.id AND mirrored.body = seen.body::jsonb
               AND mirrored.state = 'LIVE' AND mirrored.listed
            RETURNING mirrored.id""";

    /** Whatever was absent and is seen again is present; readers see no difference. */
    private static final String RESET = """
            UPDATE %s SET state = 'LIVE', absent_since = NULL, absences = 0
             WHERE chain_id = $1 AND id = ANY ($2) AND state = 'SUSPECT'""";

    static TypeTable of(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> CERTIFICATE_TYPE;
            case MEMBERSHIP_TYPE -> MEMBERSHIP_TYPE;
        };
    }

    private static TypeTable named(Kind kind) {
        String table = kind.word();
        return new TypeTable(
                table,
                SUSPECTS.formatted(table),
                DIFF.formatted(table),
                REHASH.formatted(table),
                RESET.formatted(table));
    }

    /** The ids of the rows that are suspected to be gone. */
    Uni<Set<Long>> suspects(SqlConnection tx, ChainId chain) {
        return tx.preparedQuery(suspectsSql).execute(Tuple.of(chain.value())).map(TypeTable::ids);
    }

    /**
     * What of the sightings is not in the mirror already.
     *
     * @param observed how many rows there are with those that are known to be in it
     */
    Uni<Diff> diff(SqlConnection tx, ChainId chain, List<Sighting> seen, int observed, double graceSeconds) {
        if (seen.isEmpty()) {
            return Uni.createFrom().item(new Diff(List.of(), List.of(), observed, 0));
        }
        Tuple parameters = Tuple.of(chain.value())
                .addValue(seen.stream().map(Sighting::id).toArray(Long[]::new))
                .addValue(seen.stream().map(Sighting::contentHash).toArray(String[]::new))
                .addValue(seen.stream().map(row -> timestamp(row.at())).toArray(OffsetDateTime[]::new))
                .addValue(CanonicalText.VERSION)
                .addValue(graceSeconds);
        return tx.preparedQuery(diffSql).execute(parameters).map(found -> diff(found, seen, observed));
    }

    private static Diff diff(RowSet<Row> found, List<Sighting> seen, int observed) {
        List<Diff.Change> changes = new ArrayList<>();
        List<Long> resets = new ArrayList<>();
        int superseded = 0;
        for (Row row : found) {
            Sighting sighting = seen.get(row.getInteger("position"));
            if (row.getBoolean("only_suspect")) {
                resets.add(sighting.id());
            } else if (row.getBoolean("superseded")) {
                superseded++;
            } else {
                changes.add(new Diff.Change(sighting, row.getBoolean("fresh"), row.getBoolean("other_version")));
            }
        }
        return new Diff(changes, resets, observed, superseded);
    }

    /** Hashes anew what only another version of this service hashed otherwise; gives the changes that remain. */
    Uni<Diff> rehash(SqlConnection tx, ChainId chain, Diff diff, Seen seen) {
        List<TypePayload> rows = diff.changes().stream()
                .filter(Diff.Change::otherVersion)
                .map(change -> seen.body(change.row()))
                .filter(body -> body != null)
                .toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().item(diff);
        }
        TypeColumns columns = new TypeColumns(rows);
        Tuple parameters = Tuple.of(chain.value())
                .addValue(columns.ids())
                .addValue(columns.bodies())
                .addValue(columns.contentHashes())
                .addValue(columns.definitionHashes())
                .addValue(CanonicalText.VERSION);
        return tx.preparedQuery(rehashSql).execute(parameters).map(same -> diff.without(ids(same)));
    }

    /** Takes these rows' suspicion from them. */
    Uni<Void> reset(SqlConnection tx, ChainId chain, List<Long> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.preparedQuery(resetSql)
                        .execute(Tuple.of(chain.value(), ids.toArray(Long[]::new)))
                        .replaceWithVoid();
    }

    private static Set<Long> ids(RowSet<Row> rows) {
        Set<Long> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getLong("id")));
        return ids;
    }

    static OffsetDateTime timestamp(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
