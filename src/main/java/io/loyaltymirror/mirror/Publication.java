package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/**
 * Brings what upstream showed into the mirror, inside the caller's transaction and with SQL alone: the chain's row is
 * locked and its fence checked, only rows that differ are written, and the generation moves only if some did.
 */
@ApplicationScoped
public class Publication {

    /**
     * A statement of its own, before all others: under READ COMMITTED each later statement then sees everything that the
     * writers before us committed. Rows first and the chain after would deadlock.
     */
    private static final String LOCK = "SELECT fence, generation FROM chain WHERE id = $1 FOR NO KEY UPDATE";

    private static final String RAISE = "UPDATE chain SET generation = $2 WHERE id = $1";

    private static final String AS_OF = "UPDATE chain_kind SET as_of = $3 WHERE chain_id = $1 AND kind = $2";

    /**
     * Publishes a complete scan of one kind. Rows that the scan did not see are left alone.
     *
     * @param tx an open transaction that did nothing yet
     * @return what became of the rows; fails with {@link FencedException} where the chain was claimed anew
     */
    public Uni<Published> apply(SqlConnection tx, Fence fence, Kind kind, Observation seen) {
        TypeTable table = TypeTable.of(kind);
        return lock(tx, fence)
                .chain(generation -> table.diff(tx, fence.chain(), seen)
                        .chain(diff -> table.rehash(tx, fence.chain(), diff))
                        .chain(diff -> write(tx, fence, generation, table, diff)))
                .call(() -> asOf(tx, fence, kind, seen.at()));
    }

    private static Uni<Long> lock(SqlConnection tx, Fence fence) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(fence.chain().value()))
                .map(rows -> rows.iterator())
                .map(row -> row.hasNext() ? row.next() : null)
                .map(chain -> {
                    if (chain == null || chain.getLong("fence") != fence.number()) {
                        throw new FencedException(fence);
                    }
                    return chain.getLong("generation");
                });
    }

    private static Uni<Published> write(SqlConnection tx, Fence fence, long before, TypeTable table, Diff diff) {
        if (diff.changes().isEmpty()) {
            return Uni.createFrom().item(diff.published(Set.of(), before));
        }
        long next = before + 1;
        return table.write(tx, fence.chain(), next, diff)
                .chain(refused -> refused.size() == diff.changes().size()
                        ? Uni.createFrom().item(diff.published(refused, before))
                        : raise(tx, fence, next).map(_ -> diff.published(refused, next)));
    }

    private static Uni<Void> raise(SqlConnection tx, Fence fence, long generation) {
        return tx.preparedQuery(RAISE)
                .execute(Tuple.of(fence.chain().value(), generation))
                .replaceWithVoid();
    }

    private static Uni<Void> asOf(SqlConnection tx, Fence fence, Kind kind, Instant at) {
        return tx.preparedQuery(AS_OF)
                .execute(Tuple.of(fence.chain().value(), kind.word(), at.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
