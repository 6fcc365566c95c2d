package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;

/** Reads chains for the heap: how they stand, or all that is served of one. Each is one statement, hence one snapshot. */
@ApplicationScoped
class SnapshotRows {

    private static final String STANDING = """
            pg_is_in_recovery() AS is_standby, chain.id AS chain_id, chain.epoch, chain.generation, (SELECT mirror_now()) AS now,
            (SELECT as_of FROM chain_kind WHERE chain_id = chain.id AND kind = 'certificate_type') AS certificate_type_as_of,
            (SELECT as_of FROM chain_kind WHERE chain_id = chain.id AND kind = 'membership_type') AS membership_type_as_of""";

    private static final String STANDINGS =
            "SELECT " + STANDING + " FROM chain WHERE id = ANY ($1) AND removed_at IS NULL";

    /** A row for each type, or one where there is none or too much. Bodies leave as bytes: nothing decodes them. */
    private static final String CHAIN = """
            WITH type AS MATERIALIZED (
                SELECT 'certificate_type' AS kind, id, listed, weight, title_folded, coalesce(is_archived, false) AS archived,
                       item_type_id, salon_ids AS salons, content_hash, convert_to(body::text, 'UTF8') AS body
                  FROM certificate_type WHERE chain_id = $1 AND state <> 'GONE'
                 UNION ALL
                SELECT 'membership_type', id, listed, weight, title_folded, coalesce(is_archived, false),
                       NULL, attached_salon_ids, content_hash, convert_to(body::text, 'UTF8')
                  FROM membership_type WHERE chain_id = $1 AND state <> 'GONE'),
            size AS (SELECT coalesce(sum(octet_length(body)), 0) AS bytes FROM type)
            SELECT %s, size.bytes, type.*
              FROM chain CROSS JOIN size LEFT JOIN type ON size.bytes <= $2
             WHERE chain.id = $1 AND chain.removed_at IS NULL""".formatted(STANDING);

    private static final long[] NO_SALONS = {};

    /** Each has its bodies twice in the heap while it is put together. */
    private static final int AT_ONCE = 3;

    /** Most take a millisecond or two. */
    private static final int WAITING = 1_000;

    private final Pool pool;
    private final DatabaseClock clock;

    SnapshotRows(Pool pool, DatabaseClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** How these chains stand; those that are not served are missing. */
    Uni<Map<Long, ChainStanding>> standings(Collection<Long> chains) {
        long askedAt = System.nanoTime();
        return pool.preparedQuery(STANDINGS)
                .execute(Tuple.of((Object) chains.toArray(Long[]::new)))
                .map(rows -> {
                    Map<Long, ChainStanding> standings = new HashMap<>();
                    rows.forEach(row -> standings.put(row.getLong("chain_id"), standing(row, askedAt)));
                    return standings;
                });
    }

    /**
     * All that is served of a chain; empty where it is not served.
     *
     * @param most bytes of bodies; a chain with more is told to be too large
     */
    @Bulkhead(value = AT_ONCE, waitingTaskQueue = WAITING)
    Uni<Optional<ChainSnapshot>> load(ChainId chain, long most) {
        long askedAt = System.nanoTime();
        return pool.preparedQuery(CHAIN)
                .execute(Tuple.of(chain.value(), most))
                // The bytes of a large chain take a while to put side by side, and others are served by this thread.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(snapshot(rows, askedAt)));
    }

    private ChainStanding standing(Row row, long askedAt) {
        if (row.getBoolean("is_standby")) {
            throw new UncheckedIOException(new IOException("the server is a standby, and may lag behind"));
        }
        clock.told(row.getOffsetDateTime("now").toInstant(), askedAt);
        Map<Kind, Instant> asOf = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Instant time = ChainStates.instant(row, kind.word() + "_as_of");
            if (time != null) {
                asOf.put(kind, time);
            }
        }
        return new ChainStanding(row.getInteger("epoch"), row.getLong("generation"), asOf);
    }

    private ChainSnapshot snapshot(RowSet<Row> rows, long askedAt) {
        Row first = rows.iterator().next();
        ChainStanding standing = standing(first, askedAt);
        boolean isEmpty = first.getString("kind") == null;
        if (isEmpty && first.getLong("bytes") > 0) {
            return new ChainSnapshot(standing, null);
        }
        Map<Kind, List<SnapshotType.Loaded>> types = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            types.put(kind, new ArrayList<>());
        }
        if (!isEmpty) {
            rows.forEach(row ->
                    types.get(Kind.of(row.getString("kind")).orElseThrow()).add(type(row)));
        }
        Map<Kind, KindSnapshot> kinds = new EnumMap<>(Kind.class);
        types.forEach((kind, loaded) -> kinds.put(kind, KindSnapshot.of(loaded)));
        return new ChainSnapshot(standing, kinds);
    }

    private static SnapshotType.Loaded type(Row row) {
        SnapshotType type = new SnapshotType(
                row.getLong("id"),
                row.getLong("weight"),
                row.getString("title_folded"),
                row.getBoolean("archived"),
                row.getLong("item_type_id"),
                salons(row.getArrayOfLongs("salons")),
                TypeBody.hash(row.getBuffer("content_hash").getBytes()),
                0);
        return new SnapshotType.Loaded(type, row.getBoolean("listed"), row.getBuffer("body"));
    }

    private static long[] salons(Long[] salons) {
        return salons == null || salons.length == 0
                ? NO_SALONS
                : Arrays.stream(salons).mapToLong(Long::longValue).toArray();
    }
}
