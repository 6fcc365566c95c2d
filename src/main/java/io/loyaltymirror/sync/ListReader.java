package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.mirror.Quarantine;
import io.loyaltymirror.mirror.Seen;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.UnreadableRow;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure;
import io.loyaltymirror.upstream.View;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads all views of a kind to their ends, and again where they moved meanwhile. */
@ApplicationScoped
class ListReader {

    /** The first reading and two more: a list that moves through three of them is being worked on. */
    private static final int MAX_ATTEMPTS = 3;

    private final Upstream upstream;
    private final Quarantine quarantine;
    private final Schedule schedule;
    private final Pool pool;
    private final RunMeters meters;

    ListReader(Upstream upstream, Quarantine quarantine, Schedule schedule, Pool pool, RunMeters meters) {
        this.upstream = upstream;
        this.quarantine = quarantine;
        this.schedule = schedule;
        this.pool = pool;
        this.meters = meters;
    }

    /** @param seen takes the rows of the last reading, and counts the readings */
    Uni<Scan> read(OpenRun run, ChainReader reader, Seen seen) {
        ViewReader views = new ViewReader(reader, upstream.pageSize(), page -> take(run, seen, page));
        return schedule.lastTotals(pool, run).chain(totals -> attempt(run, views, seen, totals));
    }

    private Uni<Scan> attempt(OpenRun run, ViewReader views, Seen seen, List<Long> totals) {
        seen.restart();
        return readAll(views, View.of(run.kind()), totals, seen.readings() > 1).chain(pages -> {
            Scan scan = ScanProof.judge(pages);
            return mayReadAgain(scan, seen.readings())
                    .chain(again -> again
                            ? attempt(run, views, seen, totals(pages))
                            : Uni.createFrom().item(scan));
        });
    }

    private Uni<Boolean> mayReadAgain(Scan scan, int readings) {
        return scan instanceof Scan.Torn torn && torn.moved() && readings < MAX_ATTEMPTS
                ? upstream.takeRescan(torn.pages())
                : Uni.createFrom().item(false);
    }

    /**
     * The ids in all views, read once more: a type that moves from view to view can be in none when that is read.
     *
     * @param totals how many rows they had
     * @return empty where that is not a complete scan
     */
    Uni<Optional<Set<Long>>> listedNow(OpenRun run, ChainReader reader, List<Long> totals) {
        ViewReader views = new ViewReader(
                reader, upstream.pageSize(), _ -> Uni.createFrom().voidItem());
        return readAll(views, View.of(run.kind()), totals, true)
                .map(ListReader::idsIfComplete)
                .onFailure(UpstreamFailure.class)
                .recoverWithItem(Optional.empty());
    }

    static Optional<Set<Long>> idsIfComplete(List<ViewPages> views) {
        return ScanProof.judge(views) instanceof Scan.Complete
                ? Optional.of(views.stream()
                        .flatMap(view -> view.pages().stream())
                        .flatMap(ScannedPage::all)
                        .collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static List<Long> totals(List<ViewPages> views) {
        return views.stream().map(ViewPages::total).toList();
    }

    private static Uni<List<ViewPages>> readAll(
            ViewReader reader, List<View> views, List<Long> totals, boolean backwards) {
        return Multi.createFrom()
                .range(0, views.size())
                .onItem()
                .transformToUniAndConcatenate(
                        i -> reader.read(views.get(i), totals.isEmpty() ? 0 : totals.get(i), backwards))
                .collect()
                .asList();
    }

    /** A row without a permit's stamp was asked for after the run's begin, which is all that is known of it. */
    private Uni<Void> take(OpenRun run, Seen seen, TypePage page) {
        meters.page(run.kind());
        List<UnreadableRow> unreadable = page.unreadable();
        unreadable.forEach(row -> Log.warnf("Unreadable row: %s id=%s %s", run, text(row.id()), row.reason()));
        seen.addUnreadable(unreadable.stream()
                .map(UnreadableRow::id)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList());
        ChainId chain = run.fence().chain();
        return seen.add(page.rows(), run.stamp(page.at()))
                .chain(() -> quarantine.keep(chain, run.kind(), run.id(), unreadable));
    }

    private static String text(OptionalLong id) {
        return id.isPresent() ? Long.toString(id.getAsLong()) : "unknown";
    }
}
