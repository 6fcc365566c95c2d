package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Holds;
import io.loyaltymirror.mirror.Holds.Held;
import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.Publishing;
import io.loyaltymirror.mirror.Seen;
import io.loyaltymirror.sync.Confirmations.Words;
import io.loyaltymirror.sync.DeleteLadder.Steps;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.SeenType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.OptionalLong;

/** Takes what a complete scan did not see through the {@link DeleteLadder}. */
@ApplicationScoped
class Absentees {

    private final ListReader lists;
    private final Publication publication;
    private final Holds holds;

    Absentees(ListReader lists, Publication publication, Holds holds) {
        this.lists = lists;
        this.publication = publication;
        this.holds = holds;
    }

    /** Asks upstream for those that have been absent for long enough; before the transaction, since it takes requests. */
    Uni<Words> ask(OpenRun run, Scan.Complete scan, Seen seen, ChainReader reader) {
        ChainId chain = run.fence().chain();
        DeleteLadder ladder = ladder(run, scan);
        return publication
                .absences(chain, run.kind(), seen, run.startedAt())
                .chain(absences -> absences.rows().isEmpty()
                        ? Uni.createFrom().item(List.<Long>of())
                        : holds.of(chain, run.kind()).map(held -> ladder.toAsk(absences, held)))
                .chain(ids -> ids.isEmpty() || lacksControl(scan, seen)
                        ? Uni.createFrom().item(Words.NONE)
                        : words(run, scan, seen, reader, ids));
    }

    /** A membership type that was deleted is still answered by its id: of that kind the lists are looked at once more. */
    private Uni<Words> words(OpenRun run, Scan.Complete scan, Seen seen, ChainReader reader, List<Long> ids) {
        return switch (run.kind()) {
            case CERTIFICATE_TYPE -> new Confirmations(reader, run.kind()).ask(ids, control(scan, seen));
            case MEMBERSHIP_TYPE ->
                lists.listedNow(run, reader, scan.totals()).map(listed -> Words.unlisted(ids, listed));
        };
    }

    /** Of a list of which no row could be read there is nobody to ask for either, and nobody released anything. */
    private static boolean lacksControl(Scan.Complete scan, Seen seen) {
        return !scan.isEmpty() && seen.anyId().isEmpty();
    }

    /** Without a listed type there is nobody to ask for as a control; such a scan asks only for what was released. */
    private static OptionalLong control(Scan.Complete scan, Seen seen) {
        return scan.isEmpty() ? OptionalLong.empty() : seen.anyId();
    }

    /** Decides and writes the steps, by what stands in the mirror now. */
    Uni<Steps> step(SqlConnection tx, Publishing publishing, OpenRun run, Scan.Complete scan, Seen seen, Words words) {
        ChainId chain = run.fence().chain();
        return holds.seenAgain(tx, chain, run.kind(), seen)
                .chain(() -> publishing.absences(seen, run.startedAt()))
                .chain(absences -> absences.rows().isEmpty()
                        ? Uni.createFrom().item(Steps.NONE)
                        : holds.of(tx, chain, run.kind())
                                .map(held -> steps(run, scan, absences, held, words))
                                .call(steps -> write(tx, publishing, run, steps, words)));
    }

    private static Steps steps(OpenRun run, Scan.Complete scan, Absences absences, Held held, Words words) {
        return ladder(run, scan).steps(absences, held, words.byId());
    }

    private static DeleteLadder ladder(OpenRun run, Scan.Complete scan) {
        return new DeleteLadder(run.kind(), run.startedAt(), scan.isEmpty());
    }

    private Uni<Void> write(SqlConnection tx, Publishing publishing, OpenRun run, Steps steps, Words words) {
        return holds.hold(tx, run.fence().chain(), run.kind(), run.id(), steps.hold())
                .chain(() -> publishing.suspect(steps.suspect(), run.startedAt()))
                .chain(() -> publishing.absentAgain(steps.again()))
                .chain(() -> publishing.gone(steps.gone()))
                .chain(() -> Multi.createFrom()
                        .iterable(steps.answered())
                        .onItem()
                        .transformToUniAndConcatenate(
                                id -> answered(publishing, run, words.answers().get(id)))
                        .collect()
                        .last());
    }

    private static Uni<Void> answered(Publishing publishing, OpenRun run, SeenType seen) {
        return publishing.answered(seen.type(), run.stamp(seen.at()));
    }
}
