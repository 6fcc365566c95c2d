package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.Observation;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.View;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;

/** One run: reads a kind of a chain's types to the end, judges what was seen, publishes it, closes the account. */
@ApplicationScoped
class ChainScan {

    private final Upstream upstream;
    private final Publication publication;
    private final SyncRuns runs;
    private final Schedule schedule;
    private final Pool pool;

    ChainScan(Upstream upstream, Publication publication, SyncRuns runs, Schedule schedule, Pool pool) {
        this.upstream = upstream;
        this.publication = publication;
        this.runs = runs;
        this.schedule = schedule;
        this.pool = pool;
    }

    /** Opens a run and does it. */
    Uni<Void> run(Fence fence, Kind kind) {
        return runs.open(pool, fence, kind).chain(this::finish);
    }

    /** Does an open run. It always ends with a closed account; only the database's absence can prevent that. */
    Uni<Void> finish(OpenRun run) {
        ChainReader reader = upstream.chain(run.fence().chain());
        return read(reader, run)
                .chain(scan -> conclude(run, scan, reader.requests()))
                .onFailure()
                .recoverWithUni(failure -> close(run, Ending.of(failure, run, reader.requests())));
    }

    private Uni<Scan> read(ChainReader reader, OpenRun run) {
        ViewReader views = new ViewReader(reader, upstream.pageSize());
        return schedule.lastTotals(pool, run)
                .chain(totals -> readAll(views, View.of(run.kind()), totals))
                .map(ScanProof::judge);
    }

    private static Uni<List<ViewPages>> readAll(ViewReader reader, List<View> views, List<Long> totals) {
        return Multi.createFrom()
                .range(0, views.size())
                .onItem()
                .transformToUniAndConcatenate(i -> reader.read(views.get(i), totals.isEmpty() ? 0 : totals.get(i)))
                .collect()
                .asList();
    }

    private Uni<Void> conclude(OpenRun run, Scan scan, int requests) {
        return switch (scan) {
            case Scan.Complete complete -> publish(run, complete, requests);
            case Scan.Torn torn -> close(run, Ending.torn(torn, requests));
        };
    }

    /** The one transaction of a run: SQL only, the chain's row first. */
    private Uni<Void> publish(OpenRun run, Scan.Complete scan, int requests) {
        scan.unreadable()
                .forEach(row -> Log.warnf("Unreadable row, left out: %s id=%s %s", run, text(row.id()), row.reason()));
        return SqlTransaction.in(
                        pool,
                        tx -> publication
                                .apply(tx, run.fence(), run.kind(), new Observation(run.startedAt(), scan.rows()))
                                .map(published -> Account.complete(scan, published, requests))
                                .call(account -> runs.close(tx, run, account))
                                .call(() -> schedule.afterComplete(tx, run, scan.totals())))
                .invoke(account -> Log.infof("Run complete: %s %s", run, account.summary()))
                .replaceWithVoid();
    }

    private static String text(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "unknown";
    }

    /** A run that somebody else closed is no longer ours, nor is the chain's schedule. */
    private Uni<Void> close(OpenRun run, Ending ending) {
        Account account = ending.account();
        Log.warnf("Run did not complete: %s outcome=%s %s", run, account.outcome(), account.reason());
        return SqlTransaction.in(
                pool,
                tx -> runs.close(tx, run, account)
                        .chain(closed -> closed
                                ? schedule.afterIncomplete(tx, run, ending.next())
                                : Uni.createFrom().voidItem()));
    }
}
