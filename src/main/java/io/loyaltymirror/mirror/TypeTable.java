package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Diff.Change;
import io.loyaltymirror.upstream.CanonicalText;
import io.loyaltymirror.upstream.TypePayload;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The set statements on one kind's table: each writes or compares all rows at once, all scoped by the chain. */
record TypeTable(String diffSql, String rehashSql, String writeSql) {

    private static final TypeTable CERTIFICATE_TYPE = named("certificate_type");
    private static final TypeTable MEMBERSHIP_TYPE = named("membership_type");

    /**
     * By (id, hash) alone, so that a quiet run moves no body and writes nothing. A stamp from the future, left by a
     * clock before a fail-over, protects nothing.
     */
    private static final String DIFF = """
            SELECT seen.position - 1 AS position,
                   mirrored.id IS NULL AS fresh,
                   mirrored.hash_version IS NOT NULL AND mirrored.hash_version <> $5 AS other_version,
                   mirrored.observed_at IS NOT NULL
                       AND mirrored.observed_at >= $4 AND mirrored.observed_at <= mirror_now() AS superseded
              FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS seen (id, hash, position)
              LEFT JOIN %s AS mirrored ON mirrored.chain_id = $1 AND mirrored.id = seen.id
             WHERE mirrored.id IS NULL
                OR mirrored.content_hash <> decode(seen.hash, 'hex')
                OR mirrored.hash_version <> $5
                OR mirrored.state <> 'LIVE'
                OR NOT mirrored.listed""";

    /** A row that says the same, hashed by another version of this service, is no change. */
    private static final String REHASH = """
            UPDATE %s AS mirrored SET content_hash = decode(seen.content, 'hex'),
                   definition_hash = decode(seen.definition, 'hex'), hash_version = $6
              FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS seen (id, body, content, definition)
             WHERE mirrored.chain_id = $1 AND mirrored.id = seen.id AND mirrored.body = seen.body::jsonb
               AND mirrored.state = 'LIVE' AND mirrored.listed
            RETURNING mirrored.id""";

    private static final String WRITE = """
            INSERT INTO %1$s AS mirrored (chain_id, id, body, title_folded, content_hash, definition_hash,
                   hash_version, observed_at, generation)
            SELECT $1, id, body::jsonb, title, decode(content, 'hex'), decode(definition, 'hex'), $7, $8, $9
              FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
                   AS seen (id, body, title, content, definition)
            ON CONFLICT (chain_id, id) DO UPDATE SET
                   body = excluded.body,
                   title_folded = excluded.title_folded,
                   content_hash = excluded.content_hash,
                   definition_hash = excluded.definition_hash,
                   hash_version = excluded.hash_version,
                   observed_at = excluded.observed_at,
                   generation = excluded.generation,
                   state = 'LIVE',
                   listed = true""";

    static TypeTable of(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> CERTIFICATE_TYPE;
            case MEMBERSHIP_TYPE -> MEMBERSHIP_TYPE;
        };
    }

    private static TypeTable named(String table) {
        return new TypeTable(DIFF.formatted(table), REHASH.formatted(table), WRITE.formatted(table));
    }

    /** What of the observation is not in the mirror already. */
    Uni<Diff> diff(SqlConnection tx, ChainId chain, Observation seen) {
        List<TypePayload> rows = seen.rows();
        Tuple parameters = Tuple.of(chain.value())
                .addValue(ids(rows))
                .addValue(texts(rows, TypePayload::contentHash))
                .addValue(timestamp(seen.at()))
                .addValue(CanonicalText.VERSION);
        return tx.preparedQuery(diffSql).execute(parameters).map(found -> diff(found, seen));
    }

    private static Diff diff(RowSet<Row> found, Observation seen) {
        List<Change> changes = new ArrayList<>();
        int superseded = 0;
        for (Row row : found) {
            if (row.getBoolean("superseded")) {
                superseded++;
            } else {
                TypePayload payload = seen.rows().get(row.getInteger("position"));
                changes.add(new Change(payload, row.getBoolean("fresh"), row.getBoolean("other_version")));
            }
        }
        return new Diff(changes, seen.rows().size(), superseded, seen.at());
    }

    /** Hashes anew what only another version of this service hashed otherwise; gives the changes that remain. */
    Uni<Diff> rehash(SqlConnection tx, ChainId chain, Diff diff) {
        List<TypePayload> rows = diff.changes().stream()
                .filter(Change::otherVersion)
                .map(Change::row)
                .toList();
        if (rows.isEmpty()) {
            return Uni.createFrom().item(diff);
        }
        Tuple parameters = Tuple.of(chain.value())
                .addValue(ids(rows))
                .addValue(texts(rows, TypePayload::body))
                .addValue(texts(rows, TypePayload::contentHash))
                .addValue(texts(rows, TypePayload::definitionHash))
                .addValue(CanonicalText.VERSION);
        return tx.preparedQuery(rehashSql).execute(parameters).map(same -> diff.without(idsOf(same)));
    }

    private static Set<Long> idsOf(RowSet<Row> rows) {
        Set<Long> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getLong("id")));
        return ids;
    }

    /**
     * Writes all changes in one statement. Where the database refuses the data of one row, the set is halved until that
     * row is found, and the others are written.
     *
     * @return the refused rows
     */
    Uni<Set<Change>> write(SqlConnection tx, ChainId chain, long generation, Diff diff) {
        return write(tx, chain, generation, diff.at(), diff.changes());
    }

    private Uni<Set<Change>> write(SqlConnection tx, ChainId chain, long generation, Instant at, List<Change> changes) {
        return tx.query("SAVEPOINT batch")
                .execute()
                .chain(() -> tx.preparedQuery(writeSql).execute(parameters(chain, generation, at, changes)))
                .map(_ -> Set.<Change>of())
                .onFailure(TypeTable::isAboutData)
                .recoverWithUni(refusal -> tx.query("ROLLBACK TO SAVEPOINT batch")
                        .execute()
                        .chain(() -> halve(tx, chain, generation, at, changes, refusal)));
    }

    private Uni<Set<Change>> halve(
            SqlConnection tx, ChainId chain, long generation, Instant at, List<Change> changes, Throwable refusal) {
        if (changes.size() == 1) {
            long id = changes.getFirst().row().id();
            Log.warnf("The database refuses a row, it is left out: chain=%s id=%d %s", chain, id, refusal.getMessage());
            return Uni.createFrom().item(Set.copyOf(changes));
        }
        int half = changes.size() / 2;
        return write(tx, chain, generation, at, changes.subList(0, half))
                .chain(first -> write(tx, chain, generation, at, changes.subList(half, changes.size()))
                        .map(second -> union(first, second)));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** SQLSTATE classes 22, data exception, and 54, program limit exceeded. */
    private static boolean isAboutData(Throwable failure) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("54"));
    }

    private static Tuple parameters(ChainId chain, long generation, Instant at, List<Change> changes) {
        List<TypePayload> rows = changes.stream().map(Change::row).toList();
        return Tuple.of(chain.value())
                .addValue(ids(rows))
                .addValue(texts(rows, TypePayload::body))
                .addValue(texts(rows, row -> MirroredTypes.fold(row.title())))
                .addValue(texts(rows, TypePayload::contentHash))
                .addValue(texts(rows, TypePayload::definitionHash))
                .addValue(CanonicalText.VERSION)
                .addValue(timestamp(at))
                .addValue(generation);
    }

    private static Long[] ids(List<TypePayload> rows) {
        return rows.stream().map(TypePayload::id).toArray(Long[]::new);
    }

    private static String[] texts(List<TypePayload> rows, Function<TypePayload, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private static OffsetDateTime timestamp(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
