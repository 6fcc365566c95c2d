package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.FencedException;
import io.loyaltymirror.mirror.Observation;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.RowCounts;
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
import java.util.Map;
import java.util.OptionalLong;

/** One run: reads a kind of a chain's types to the end, judges what was seen, publishes it, closes the account. */
@ApplicationScoped
class ChainScan {

    private final Upstream upstream;
    private final RowCounts mirrored;
    private final Publication publication;
    private final SyncRuns runs;
    private final Schedule schedule;
    private final Pool pool;

    ChainScan(
            Upstream upstream,
            RowCounts mirrored,
            Publication publication,
            SyncRuns runs,
            Schedule schedule,
            Pool pool) {
        this.upstream = upstream;
        this.mirrored = mirrored;
        this.publication = publication;
        this.runs = runs;
        this.schedule = schedule;
        this.pool = pool;
    }

    /** Opens the account; whatever is published later was asked for after this moment. */
    Uni<OpenRun> begin(Fence fence, Kind kind) {
        return runs.open(fence, kind);
    }

    /** Does the run. It always ends with a closed account; only the database's absence can prevent that. */
    Uni<Void> finish(OpenRun run) {
        ChainReader reader = upstream.chain(run.fence().chain());
        return read(reader, run)
                .chain(scan -> conclude(run, scan, reader.requests()))
                .onFailure()
                .recoverWithUni(failure -> fail(run, failure, reader.requests()));
    }

    private Uni<Scan> read(ChainReader reader, OpenRun run) {
        ViewReader views = new ViewReader(reader, upstream.pageSize());
        return mirrored.byView(run.fence().chain(), run.kind())
                .chain(counts -> readAll(views, View.of(run.kind()), counts))
                .map(ScanProof::judge);
    }

    private static Uni<List<ViewPages>> readAll(ViewReader reader, List<View> views, Map<View, Long> counts) {
        return Multi.createFrom()
                .iterable(views)
                .onItem()
                .transformToUniAndConcatenate(view -> reader.read(view, counts.getOrDefault(view, 0L)))
                .collect()
                .asList();
    }

    private Uni<Void> conclude(OpenRun run, Scan scan, int requests) {
        return switch (scan) {
            case Scan.Complete complete -> publish(run, complete, requests);
            case Scan.Torn torn ->
                close(run, Account.withoutRows(Outcome.PARTIAL, torn.reason(), torn.fetched(), requests));
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
                        .call(() -> schedule.after(tx, run, Outcome.COMPLETE))
                        .invoke(account -> Log.infof("Run complete: %s %s", run, account.summary()))
                        .replaceWithVoid());
    }

    private static String text(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "unknown";
    }

    private Uni<Void> fail(OpenRun run, Throwable failure, int requests) {
        Outcome outcome = failure instanceof FencedException ? Outcome.FENCED : Outcome.FAILED;
        return close(run, Account.withoutRows(outcome, failure.getMessage(), 0, requests));
    }

    private Uni<Void> close(OpenRun run, Account account) {
        Log.warnf("Run did not complete: %s outcome=%s %s", run, account.outcome(), account.reason());
        return SqlTransaction.in(
                pool, tx -> runs.close(tx, run, account).chain(() -> schedule.after(tx, run, account.outcome())));
    }
}
