package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which chains are mirrored, how often and whether now. A row is never deleted: its fence and its generation only grow. */
@ApplicationScoped
public class ChainRegistry {

    private static final String ADD = """
            INSERT INTO chain (id, title, enabled, sync_every_s) VALUES ($1, $2, coalesce($3, true), $4)
            ON CONFLICT (id) DO NOTHING""";

    private static final String LOCK =
            "SELECT removed_at IS NOT NULL AS removed FROM chain WHERE id = $1 FOR NO KEY UPDATE";

    /** Generations of the time before a removal do not compare with those that come; nor is a pause of then meant now. */
    private static final String CHANGE = """
            UPDATE chain SET
                   title = CASE WHEN $2 THEN $3 ELSE title END,
                   enabled = coalesce($4, enabled OR removed_at IS NOT NULL),
                   sync_every_s = CASE WHEN $5 THEN $6 ELSE sync_every_s END,
                   epoch = epoch + (removed_at IS NOT NULL)::int,
                   removed_at = NULL
             WHERE id = $1""";

    /** Due at once; of one that was there before nothing is served until it was read completely. */
    private static final String KINDS = """
            INSERT INTO chain_kind (chain_id, kind, next_due_at)
            SELECT $1, kind, mirror_now() FROM unnest($2::text[]) AS kind
            ON CONFLICT (chain_id, kind) DO UPDATE SET
                   as_of = NULL, failures = 0, view_totals = NULL, next_due_at = excluded.next_due_at""";

    /** Absences of the time before are no absences in a row with those that come. */
    private static final List<String> NO_SUSPECTS = List.of(
            "UPDATE certificate_type SET state = 'LIVE', absent_since = NULL, absences = 0 WHERE chain_id = $1 AND state = 'SUSPECT'",
            "UPDATE membership_type SET state = 'LIVE', absent_since = NULL, absences = 0 WHERE chain_id = $1 AND state = 'SUSPECT'",
            "UPDATE hold SET closed_at = mirror_now() WHERE chain_id = $1 AND closed_at IS NULL");

    /** A shorter interval counts from now, and not from the end of the longer one. */
    private static final String SOONER = """
            UPDATE chain_kind SET next_due_at = least(next_due_at, mirror_now() + make_interval(secs => $2))
             WHERE chain_id = $1""";

    /** Whoever reads it just now is fenced off. */
    private static final String REMOVE = """
            UPDATE chain SET removed_at = mirror_now(), fence = fence + 1, lease_owner = NULL, lease_until = NULL
             WHERE id = $1 AND removed_at IS NULL""";

    private final Pool pool;
    private final Snapshots snapshots;
    private final Duration every;

    ChainRegistry(
            Pool pool,
            Snapshots snapshots,
            @ConfigProperty(name = "mirror.sync.every", defaultValue = "5m") Duration every) {
        this.pool = pool;
        this.snapshots = snapshots;
        this.every = every;
    }

    /**
     * What a chain is to be; what is not said stays as it is.
     *
     * @param title an empty text: none
     * @param enabled whether it is read; true where nothing is said of one that is new or comes back
     * @param syncEveryS seconds between two runs; 0: {@code mirror.sync.every}
     */
    public record Wish(Optional<String> title, Optional<Boolean> enabled, Optional<Integer> syncEveryS) {

        private String titleOrNone() {
            return title.filter(text -> !text.isEmpty()).orElse(null);
        }

        private Integer secondsOrNone() {
            return syncEveryS.filter(seconds -> seconds > 0).orElse(null);
        }
    }

    /**
     * Adds a chain, changes one, or brings back one that was removed: in a new epoch, and unread.
     *
     * @return whether it was not there
     */
    public Uni<Boolean> put(ChainId chain, Wish wish) {
        Tuple added = Tuple.of(chain.value(), wish.titleOrNone(), wish.enabled().orElse(null), wish.secondsOrNone());
        return SqlTransaction.in(
                        pool,
                        tx -> tx.preparedQuery(ADD)
                                .execute(added)
                                .chain(rows -> rows.rowCount() == 1
                                        ? unread(tx, chain).replaceWith(true)
                                        : change(tx, chain, wish)))
                .invoke(() -> snapshots.wrote(chain));
    }

    private Uni<Boolean> change(SqlConnection tx, ChainId chain, Wish wish) {
        Tuple changed = Tuple.of(chain.value(), wish.title().isPresent(), wish.titleOrNone())
                .addValue(wish.enabled().orElse(null))
                .addValue(wish.syncEveryS().isPresent())
                .addValue(wish.secondsOrNone());
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(chain.value()))
                .map(rows -> rows.iterator().next().getBoolean("removed"))
                .call(() -> tx.preparedQuery(CHANGE).execute(changed))
                .call(isRemoved -> isRemoved ? anew(tx, chain) : sooner(tx, chain, wish));
    }

    private static Uni<Void> anew(SqlConnection tx, ChainId chain) {
        return Multi.createFrom()
                .iterable(NO_SUSPECTS)
                .onItem()
                .transformToUniAndConcatenate(sql -> tx.preparedQuery(sql).execute(Tuple.of(chain.value())))
                .collect()
                .last()
                .chain(() -> unread(tx, chain));
    }

    private Uni<Void> sooner(SqlConnection tx, ChainId chain, Wish wish) {
        if (wish.syncEveryS().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Integer own = wish.secondsOrNone();
        double seconds = own == null ? every.toMillis() / 1e3 : own;
        return tx.preparedQuery(SOONER)
                .execute(Tuple.of(chain.value(), seconds))
                .replaceWithVoid();
    }

    private static Uni<Void> unread(SqlConnection tx, ChainId chain) {
        String[] words = Arrays.stream(Kind.values()).map(Kind::word).toArray(String[]::new);
        return tx.preparedQuery(KINDS).execute(Tuple.of(chain.value(), words)).replaceWithVoid();
    }

    /**
     * The chain is neither read nor served any more; what is stored of it stays.
     *
     * @return whether it was there
     */
    public Uni<Boolean> remove(ChainId chain) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(chain.value()))
                .invoke(() -> snapshots.wrote(chain))
                .map(rows -> rows.rowCount() == 1);
    }
}
