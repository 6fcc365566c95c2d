package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.SqlTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who reads which chain: one process each, under a lease with a fence that grows with every claim. */
@ApplicationScoped
class Claims {

    private static final String CLAIM_DUE = """
            WITH due AS (
                SELECT id FROM chain
                  JOIN (SELECT chain_id, min(next_due_at) AS at FROM chain_kind
                         WHERE next_due_at <= mirror_now() GROUP BY chain_id) AS kind ON kind.chain_id = id
                 WHERE enabled AND removed_at IS NULL AND (lease_until IS NULL OR lease_until < mirror_now())
                 ORDER BY kind.at, id LIMIT $1
                   FOR NO KEY UPDATE OF chain SKIP LOCKED)
            UPDATE chain SET fence = fence + 1, lease_owner = $2, lease_until = mirror_now() + make_interval(secs => $3)
              FROM due WHERE chain.id = due.id
            RETURNING chain.id, chain.fence""";

    private static final String CLAIM_ONE = """
            UPDATE chain SET fence = fence + 1, lease_owner = $2, lease_until = mirror_now() + make_interval(secs => $3)
             WHERE id = $1 AND (lease_until IS NULL OR lease_until < mirror_now())
            RETURNING id, fence""";

    private static final String DUE_KINDS = """
            SELECT chain_id, kind FROM chain_kind
             WHERE chain_id = ANY ($1) AND next_due_at <= mirror_now() ORDER BY next_due_at, chain_id, kind""";

    private static final String RENEW = """
            UPDATE chain SET lease_until = mirror_now() + make_interval(secs => $3)
             WHERE id = ANY ($1) AND lease_owner = $2""";

    private static final String RELEASE =
            "UPDATE chain SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND fence = $2";

    private final Pool pool;
    private final SyncRuns runs;
    private final double leaseSeconds;
    private final String owner = UUID.randomUUID().toString();

    Claims(Pool pool, SyncRuns runs, SyncConfig config) {
        this.pool = pool;
        this.runs = runs;
        this.leaseSeconds = config.lease().toMillis() / 1e3;
    }

    /** Claims up to this many chains of which something is due, the longest due first. */
    Uni<List<Claim>> due(int most) {
        return SqlTransaction.in(
                pool,
                tx -> tx.preparedQuery(CLAIM_DUE)
                        .execute(Tuple.of(most, owner, leaseSeconds))
                        .map(Claims::fences)
                        .call(fences -> runs.closeOrphans(tx, fences.keySet()))
                        .chain(fences -> dueKinds(tx, fences)));
    }

    /** Claims this chain; empty where somebody reads it already. */
    Uni<Optional<Claim>> one(ChainId chain, List<Kind> kinds) {
        return SqlTransaction.in(
                pool,
                tx -> tx.preparedQuery(CLAIM_ONE)
                        .execute(Tuple.of(chain.value(), owner, leaseSeconds))
                        .map(Claims::fences)
                        .call(fences -> runs.closeOrphans(tx, fences.keySet()))
                        .map(fences -> fences.values().stream()
                                .map(fence -> new Claim(fence, kinds))
                                .findFirst()));
    }

    /** Keeps the leases of the chains that are being read. */
    Uni<Void> renew(Collection<ChainId> chains) {
        Long[] ids = chains.stream().map(ChainId::value).toArray(Long[]::new);
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(ids, owner, leaseSeconds))
                .replaceWithVoid();
    }

    /** Gives the chain back, unless somebody else claimed it meanwhile. */
    Uni<Void> release(Fence fence) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(fence.chain().value(), fence.number()))
                .replaceWithVoid();
    }

    private static Uni<List<Claim>> dueKinds(SqlConnection tx, Map<Long, Fence> fences) {
        Long[] ids = fences.keySet().toArray(Long[]::new);
        return tx.preparedQuery(DUE_KINDS).execute(Tuple.of((Object) ids)).map(found -> claims(found, fences));
    }

    private static List<Claim> claims(RowSet<Row> found, Map<Long, Fence> fences) {
        Map<Long, List<Kind>> kinds = new LinkedHashMap<>();
        for (Row row : found) {
            kinds.computeIfAbsent(row.getLong("chain_id"), _ -> new ArrayList<>())
                    .add(Kind.of(row.getString("kind")).orElseThrow());
        }
        return kinds.entrySet().stream()
                .map(chain -> new Claim(fences.get(chain.getKey()), chain.getValue()))
                .toList();
    }

    private static Map<Long, Fence> fences(RowSet<Row> claimed) {
        Map<Long, Fence> fences = new LinkedHashMap<>();
        for (Row row : claimed) {
            long id = row.getLong("id");
            fences.put(id, new Fence(new ChainId(id), row.getLong("fence")));
        }
        return fences;
    }
}
