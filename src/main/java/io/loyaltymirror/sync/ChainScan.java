package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.Publishing;
import io.loyaltymirror.mirror.Quarantine;
import io.loyaltymirror.mirror.Seen;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.sync.Account.Effort;
import io.loyaltymirror.sync.Confirmations.Words;
import io.loyaltymirror.sync.DeleteLadder.Steps;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.UnreadableRow;
import io.loyaltymirror.upstream.Upstream;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;

/**
 * One run: reads a kind of a chain's types to the end, judges what was seen, asks for what is missing, publishes it,
 * closes the account.
 */
@ApplicationScoped
class ChainScan {

    private final Upstream upstream;
    private final ListReader lists;
    private final Absentees absentees;
    private final Publication publication;
    private final Quarantine quarantine;
    private final SyncRuns runs;
    private final Schedule schedule;
    private final Shift shift;
    private final Pool pool;

    ChainScan(
            Upstream upstream,
            ListReader lists,
            Absentees absentees,
            Publication publication,
            Quarantine quarantine,
            SyncRuns runs,
            Schedule schedule,
            Shift shift,
            Pool pool) {
        this.upstream = upstream;
        this.lists = lists;
        this.absentees = absentees;
        this.publication = publication;
        this.quarantine = quarantine;
        this.runs = runs;
        this.schedule = schedule;
        this.shift = shift;
        this.pool = pool;
    }

    /** Opens a run and does it, unless the process was told to stop. */
    Uni<Void> run(Fence fence, Kind kind) {
        return shift.isOver()
                ? Uni.createFrom().voidItem()
                : runs.open(pool, fence, kind).chain(run -> finish(run, false));
    }

    /**
     * Does an open run. It always ends with a closed account; only the database's absence can prevent that.
     *
     * @param onDemand whether somebody asked for it
     */
    @WithSpan("sync.run")
    Uni<Void> finish(OpenRun run, boolean onDemand) {
        ChainId chain = run.fence().chain();
        ChainReader reader = upstream.chain(chain, onDemand);
        Seen seen = publication.seen(chain, run.kind(), run.id());
        return shift.read(read(run, reader, seen))
                .chain(found -> publish(run, found, seen, reader))
                .onTermination()
                .invoke(reader::end)
                .onFailure()
                .recoverWithUni(failure -> close(run, Ending.of(failure, run, effort(seen, reader)), seen));
    }

    /** What upstream's lists have, and its words on what they have no more. */
    private record Found(Scan scan, Words words) {}

    /** All that takes requests. */
    private Uni<Found> read(OpenRun run, ChainReader reader, Seen seen) {
        return lists.read(run, reader, seen).chain(scan -> switch (scan) {
            case Scan.Complete complete ->
                absentees.ask(run, complete, seen, reader).map(words -> new Found(complete, words));
            case Scan.Torn torn -> Uni.createFrom().item(new Found(torn, Words.NONE));
        });
    }

    private Uni<Void> publish(OpenRun run, Found found, Seen seen, ChainReader reader) {
        return switch (found.scan()) {
            case Scan.Complete complete -> publish(run, complete, seen, found.words(), effort(seen, reader));
            case Scan.Torn torn -> publishPart(run, torn, seen, effort(seen, reader));
        };
    }

    private static Effort effort(Seen seen, ChainReader reader) {
        return new Effort(seen.readings(), reader.requests());
    }

    /** The one transaction of a run: SQL only, the chain's row first. */
    private Uni<Void> publish(OpenRun run, Scan.Complete scan, Seen seen, Words words, Effort effort) {
        return SqlTransaction.in(
                        pool,
                        tx -> publication
                                .begin(tx, run.fence(), run.kind())
                                .chain(publishing -> rows(tx, publishing, run, seen)
                                        .chain(rows -> absentees
                                                .step(tx, publishing, run, scan, seen, words)
                                                .map(steps -> account(scan, seen, rows, steps, effort)))
                                        .call(() -> publishing.complete(run.startedAt()))
                                        .call(publishing::finish))
                                .call(account -> runs.close(tx, run, account))
                                .call(() -> schedule.afterComplete(tx, run, scan.totals()))
                                .call(() -> seen.discard(tx)))
                .invoke(account -> runs.count(run, account, true))
                .invoke(account -> Log.infof("Run %s: %s %s", account.outcome(), run, account.summary()))
                .replaceWithVoid();
    }

    private static Account account(Scan scan, Seen seen, Publishing.RowsPublished rows, Steps steps, Effort effort) {
        Outcome outcome = steps.withholds() ? Outcome.HELD : Outcome.COMPLETE;
        int held = steps.hold().size() + steps.held().size();
        String reason = steps.withholds() ? held + " absent types are held: too many at once to be believed" : null;
        return Account.published(outcome, reason, scan, seen.size(), rows.account(), steps, effort);
    }

    /** What was seen is true; what was not seen means nothing. */
    private Uni<Void> publishPart(OpenRun run, Scan.Torn scan, Seen seen, Effort effort) {
        return SqlTransaction.in(
                        pool,
                        tx -> publication
                                .begin(tx, run.fence(), run.kind())
                                .chain(publishing ->
                                        rows(tx, publishing, run, seen).call(publishing::finish))
                                .map(rows -> Account.published(
                                        Outcome.PARTIAL,
                                        scan.reason(),
                                        scan,
                                        seen.size(),
                                        rows.account(),
                                        Steps.NONE,
                                        effort))
                                .call(account -> runs.close(tx, run, account))
                                .call(() -> schedule.afterIncomplete(tx, run, Ending.Next.INTERVAL))
                                .call(() -> seen.discard(tx)))
                .invoke(account -> runs.count(run, account, true))
                .invoke(account -> Log.warnf("Run PARTIAL: %s %s %s", run, account.reason(), account.summary()))
                .replaceWithVoid();
    }

    private Uni<Publishing.RowsPublished> rows(SqlConnection tx, Publishing publishing, OpenRun run, Seen seen) {
        return publishing
                .rows(seen)
                .call(() -> publishing.present(seen.unreadableIds()))
                .call(rows -> publishing.present(rows.refused().keySet()))
                .call(rows -> quarantine.keep(tx, run.fence().chain(), run.kind(), run.id(), refused(run, rows, seen)));
    }

    private static List<UnreadableRow> refused(OpenRun run, Publishing.RowsPublished rows, Seen seen) {
        return rows.refused().entrySet().stream()
                .map(row -> refused(run, row.getKey(), row.getValue(), seen))
                .toList();
    }

    private static UnreadableRow refused(OpenRun run, long id, String reason, Seen seen) {
        Log.warnf("The database refuses a row, it is left out: %s id=%d %s", run, id, reason);
        return new UnreadableRow(OptionalLong.of(id), "the database refuses it: " + reason, seen.text(id));
    }

    /** A run that somebody else closed is no longer ours, nor is the chain's schedule. */
    private Uni<Void> close(OpenRun run, Ending ending, Seen seen) {
        Account account = ending.account();
        Log.warnf("Run did not complete: %s outcome=%s %s", run, account.outcome(), account.reason());
        return SqlTransaction.in(
                        pool,
                        tx -> runs.close(tx, run, account)
                                .call(closed -> closed
                                        ? schedule.afterIncomplete(tx, run, ending.next())
                                        : Uni.createFrom().voidItem())
                                .call(() -> seen.discard(tx)))
                .invoke(closed -> runs.count(run, account, closed))
                .replaceWithVoid();
    }
}
