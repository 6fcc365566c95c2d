package io.loyaltymirror.mutation;

import io.loyaltymirror.ChainId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Finds the ledger's rows. */
@ApplicationScoped
class Entries {

    private static final String BY_ID = "SELECT " + Entry.COLUMNS + " FROM mutation WHERE id = $2";

    private static final String BY_KEY = "SELECT " + Entry.COLUMNS + " FROM mutation WHERE caller = $2 AND key = $3";

    private static final String BY_SLOT = "SELECT " + Entry.COLUMNS
            + " FROM mutation WHERE chain_id = $2 AND slot = $3"
            + " AND state IN ('RECEIVED', 'SENDING', 'UNKNOWN', 'CONFLICT')";

    private static final String DONE_LIKE = "SELECT " + Entry.COLUMNS
            + " FROM mutation WHERE chain_id = $2 AND caller = $3 AND fingerprint = $4"
            + " AND state IN ('SUCCEEDED', 'ADOPTED') AND finished_at > mirror_now() - make_interval(secs => $5)"
            + " ORDER BY finished_at DESC LIMIT 1";

    private static final String CHAIN = "SELECT 1 FROM chain WHERE id = $1 AND removed_at IS NULL";

    private static final String CLAIMED = """
            SELECT type_id FROM mutation
             WHERE operation = 'CREATE' AND chain_id = $1 AND type_id = ANY ($2) AND id <> $3""";

    private final Pool pool;
    private final double settleSeconds;

    Entries(Pool pool, MutationConfig config) {
        this.pool = pool;
        this.settleSeconds = config.settle().toMillis() / 1e3;
    }

    /** Null where there is none. */
    Uni<Entry> byId(UUID id) {
        return one(BY_ID, Tuple.of(settleSeconds, id));
    }

    Uni<Entry> byKey(String caller, String key) {
        return one(BY_KEY, Tuple.of(settleSeconds, caller, key));
    }

    /** The open row that is about the same. */
    Uni<Entry> openLike(Change change) {
        return one(BY_SLOT, Tuple.of(settleSeconds, change.chain().value(), MutationLedger.slot(change)));
    }

    /** A row of the same caller that asked for the same and was done so long ago at most. */
    Uni<Entry> doneLike(Change change, Duration ago) {
        return one(
                DONE_LIKE,
                Tuple.of(settleSeconds, change.chain().value(), change.caller(), Request.fingerprint(change))
                        .addValue(ago.toMillis() / 1e3));
    }

    private Uni<Entry> one(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(Entries::first);
    }

    private static Entry first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : Entry.of(rows.iterator().next());
    }

    /** Those of these types that other rows made. */
    Uni<Set<Long>> claimed(Entry entry, Collection<Long> types) {
        return pool.preparedQuery(CLAIMED)
                .execute(Tuple.of(entry.chain().value(), types.toArray(Long[]::new), entry.id()))
                .map(rows -> {
                    Set<Long> claimed = new HashSet<>();
                    rows.forEach(row -> claimed.add(row.getLong("type_id")));
                    return claimed;
                });
    }

    Uni<Boolean> hasChain(ChainId chain) {
        return pool.preparedQuery(CHAIN).execute(Tuple.of(chain.value())).map(rows -> rows.size() == 1);
    }
}
