package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.FencedException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The accounts of all runs. */
@ApplicationScoped
public class SyncRuns implements PanacheRepository<SyncRun> {

    /** Only for who holds the chain, and not while somebody else claims it. */
    private static final String OPEN = """
            INSERT INTO sync_run (chain_id, kind, started_at, attempts)
            SELECT id, $2, mirror_now(), 1 FROM chain WHERE id = $1 AND fence = $3 FOR SHARE
            RETURNING id, started_at""";

    private static final String CLOSE = """
            UPDATE sync_run SET finished_at = mirror_now(), outcome = $2, reason = $3, fetched = $4, new = $5,
                   changed = $6, unchanged = $7, duplicate = $8, superseded = $9, quarantined = $10, requests = $11, gone = $12, prevented = $13, attempts = $14
             WHERE id = $1 AND outcome IS NULL""";

    private static final String CLOSE_ORPHANS = """
            UPDATE sync_run SET finished_at = mirror_now(), outcome = 'FENCED',
                   reason = 'its process lost the chain before it was done'
             WHERE chain_id = ANY ($1) AND outcome IS NULL
            RETURNING kind""";

    private static final String OF_ALL = "id < ?1";

    private static final String OF_CHAINS = OF_ALL + " and chainId in ?2";

    private static final String UNDER_WAY = "chainId = ?1 and kind in ?2 and outcome is null";

    private static final Sort NEWEST = Sort.descending("id");

    private final RunMeters meters;

    SyncRuns(RunMeters meters) {
        this.meters = meters;
    }

    /**
     * Opens a run: whatever is published for it was asked for after its begin. Fails with {@link FencedException} where
     * the chain is somebody else's by now.
     */
    Uni<OpenRun> open(SqlClient sql, Fence fence, Kind kind) {
        return sql.preparedQuery(OPEN)
                .execute(Tuple.of(fence.chain().value(), kind.word(), fence.number()))
                .onItem()
                .transform(rows -> {
                    if (rows.size() == 0) {
                        throw new FencedException(fence);
                    }
                    return rows.iterator().next();
                })
                .map(row -> new OpenRun(
                        row.getLong("id"),
                        fence,
                        kind,
                        row.getOffsetDateTime("started_at").toInstant()));
    }

    /** Closes the run, once; false where somebody closed it meanwhile: then it stays as it is. */
    Uni<Boolean> close(SqlClient sql, OpenRun run, Account account) {
        Tuple parameters = Tuple.of(run.id(), account.outcome().name(), account.reason(), account.fetched())
                .addInteger(account.fresh())
                .addInteger(account.changed())
                .addInteger(account.unchanged())
                .addInteger(account.duplicate())
                .addInteger(account.superseded())
                .addInteger(account.quarantined())
                .addInteger(account.requests())
                .addInteger(account.gone())
                .addInteger(account.prevented())
                .addInteger(account.attempts());
        return sql.preparedQuery(CLOSE).execute(parameters).map(closed -> closed.rowCount() == 1);
    }

    /** Counts a run, once its transaction is committed; one that somebody else closed was counted there. */
    void count(OpenRun run, Account account, boolean closed) {
        if (closed) {
            meters.closed(run.kind(), account);
        }
    }

    /** Closes what former claims of these chains left open: their processes are gone, or fenced off from now on. */
    Uni<Void> closeOrphans(SqlClient sql, Collection<Long> chains) {
        Long[] ids = chains.toArray(Long[]::new);
        return sql.preparedQuery(CLOSE_ORPHANS)
                .execute(Tuple.of((Object) ids))
                .invoke(closed -> closed.forEach(run -> meters.orphaned(run.getString("kind"))))
                .replaceWithVoid();
    }

    /** A run by its id; null where there is none. */
    public Uni<SyncRun> run(long id) {
        return Panache.withSession(() -> findById(id));
    }

    /** The run over one of these kinds of the chain that is under way; null where none is. */
    public Uni<SyncRun> underWay(ChainId chain, Collection<Kind> kinds) {
        List<String> words = kinds.stream().map(Kind::word).toList();
        return Panache.withSession(() -> find(UNDER_WAY, chain.value(), words).firstResult());
    }

    /**
     * Runs, newest first.
     *
     * @param chains only of these chains; empty: of all
     * @param before only runs older than the one of this id
     */
    public Uni<List<SyncRun>> newest(Optional<Set<Long>> chains, long before, int most) {
        return Panache.withSession(() -> chains.map(only -> find(OF_CHAINS, NEWEST, before, only))
                .orElseGet(() -> find(OF_ALL, NEWEST, before))
                .range(0, most - 1)
                .list());
    }
}
