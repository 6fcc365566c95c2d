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
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Who reads which chain: one process each, under a lease with a fence that grows with every claim. */
@ApplicationScoped
class Claims {

    private static final String CLAIM_DUE = """
            WITH due AS (
                SELECT id FROM chain
                  JOIN (SELECT chain_id, min(next_due_at) AS at FROM chain_kind
                         WHERE next_due_at <= mirror_now() - make_interval(secs => $1) GROUP BY chain_id) AS kind ON kind.chain_id = id
                 WHERE enabled AND removed_at IS NULL AND id <> ALL ($4) AND (lease_until IS NULL OR lease_until < mirror_now())
                 ORDER BY kind.at, id LIMIT 1
                   FOR NO KEY UPDATE OF chain SKIP LOCKED)
            UPDATE chain SET fence = fence + 1, lease_owner = $2, lease_until = mirror_now() + make_interval(secs => $3)
              FROM due WHERE chain.id = due.id
            RETURNING chain.id, chain.fence""";

    private static final String CLAIM_ONE = """
            UPDATE chain SET fence = fence + 1, lease_owner = $2, lease_until = mirror_now() + make_interval(secs => $3)
             WHERE id = $1 AND removed_at IS NULL AND (lease_until IS NULL OR lease_until < mirror_now())
            RETURNING id, fence""";

    private static final String DUE_KINDS = """
            SELECT kind FROM chain_kind WHERE chain_id = $1 AND next_due_at <= mirror_now() ORDER BY next_due_at, kind""";

    /**
     * A chain that is locked is left out: it is being published, nobody can claim it meanwhile, and to wait for it would
     * hold up the others. One that was just given back has no owner.
     */
    private static final String RENEW = """
            WITH mine AS (
                SELECT chain.id FROM chain
                  JOIN unnest($1::bigint[], $2::bigint[]) AS held (id, fence) ON chain.id = held.id AND chain.fence = held.fence
                 WHERE lease_owner = $4
                   FOR NO KEY UPDATE OF chain SKIP LOCKED)
            UPDATE chain SET lease_until = mirror_now() + make_interval(secs => $3) FROM mine WHERE chain.id = mine.id""";

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

    /**
     * Claims the chain that is due for longest; empty where there is none.
     *
     * @param since only one that is due for so long
     * @param except chains that are not wanted, due or not
     */
    Uni<Optional<Claim>> due(Duration since, Collection<ChainId> except) {
        Tuple parameters = Tuple.of(since.toMillis() / 1e3, owner, leaseSeconds).addValue(ids(except));
        return SqlTransaction.in(
                pool,
                tx -> tx.preparedQuery(CLAIM_DUE)
                        .execute(parameters)
                        .map(Claims::fences)
                        .call(fences -> runs.closeOrphans(tx, fences.keySet()))
                        .chain(fences -> fences.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : claim(tx, fences.values().iterator().next())));
    }

    /** Claims this chain and opens the run over the first of the kinds; empty where somebody reads the chain already. */
    Uni<Optional<Begun>> begin(ChainId chain, List<Kind> kinds) {
        return SqlTransaction.in(
                pool,
                tx -> tx.preparedQuery(CLAIM_ONE)
                        .execute(Tuple.of(chain.value(), owner, leaseSeconds))
                        .map(Claims::fences)
                        .call(fences -> runs.closeOrphans(tx, fences.keySet()))
                        .chain(fences -> fences.isEmpty()
                                ? Uni.createFrom().item(Optional.empty())
                                : begin(tx, new Claim(fences.values().iterator().next(), kinds))));
    }

    private Uni<Optional<Begun>> begin(SqlConnection tx, Claim claim) {
        return runs.open(tx, claim.fence(), claim.kinds().getFirst()).map(run -> Optional.of(new Begun(claim, run)));
    }

    /** A claimed chain of which the first kind's run is open. */
    record Begun(Claim claim, OpenRun run) {}

    /** Keeps these leases, as far as they were not lost. */
    Uni<Void> renew(Collection<Fence> held) {
        Long[] chains = held.stream().map(fence -> fence.chain().value()).toArray(Long[]::new);
        Long[] fences = held.stream().map(Fence::number).toArray(Long[]::new);
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(chains, fences, leaseSeconds, owner))
                .replaceWithVoid();
    }

    /** Gives the chain back, unless somebody else claimed it meanwhile. */
    Uni<Void> release(Fence fence) {
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.of(fence.chain().value(), fence.number()))
                .replaceWithVoid();
    }

    private static Uni<Optional<Claim>> claim(SqlConnection tx, Fence fence) {
        return tx.preparedQuery(DUE_KINDS)
                .execute(Tuple.of(fence.chain().value()))
                .map(found -> Optional.of(new Claim(fence, kinds(found))));
    }

    private static List<Kind> kinds(RowSet<Row> found) {
        return StreamSupport.stream(found.spliterator(), false)
                .map(row -> Kind.of(row.getString("kind")).orElseThrow())
                .toList();
    }

    private static Long[] ids(Collection<ChainId> chains) {
        return chains.stream().map(ChainId::value).toArray(Long[]::new);
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
