package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One export, from its head to its last page. */
final class Export {

    private static final String HEAD = """
            SELECT chain.epoch || '.' || chain.generation AS generation, count(known.as_of) AS complete,
                   min(known.as_of) AS as_of,
                   floor(extract(epoch FROM greatest(mirror_now(), min(known.as_of)) - min(known.as_of)))::bigint AS age_s
              FROM chain
              LEFT JOIN chain_kind AS known ON known.chain_id = chain.id AND known.kind = ANY ($2)
             WHERE chain.id = $1 AND chain.removed_at IS NULL
             GROUP BY chain.id""";

    private final ChainId chain;
    private final List<Kind> kinds;
    private final ExportRows rows;
    private final ExportPages pages;

    Export(ChainId chain, List<Kind> kinds, ExportPages pages) {
        this.chain = chain;
        this.kinds = kinds;
        this.rows = new ExportRows(chain, kinds);
        this.pages = pages;
    }

    /** Comes when all of it was taken. */
    Uni<Void> read(SqlConnection tx, Consumer<Reading<Multi<ExportPage>>> opened) {
        return head(tx).invoke(opened)
                .chain(head -> head instanceof Reading.Found<?>
                        ? walk(tx)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Reading<Multi<ExportPage>>> head(SqlConnection tx) {
        String[] words = kinds.stream().map(Kind::word).toArray(String[]::new);
        return tx.preparedQuery(HEAD).execute(Tuple.of(chain.value(), words)).map(this::reading);
    }

    private Reading<Multi<ExportPage>> reading(RowSet<Row> found) {
        if (found.size() == 0) {
            return new Reading.UnknownChain<>();
        }
        Row head = found.iterator().next();
        return head.getLong("complete") < kinds.size()
                ? new Reading.NeverRead<>()
                : new Reading.Found<>(
                        head.getString("generation"),
                        ChainStates.instant(head, "as_of").toString(),
                        Duration.ofSeconds(head.getLong("age_s")),
                        pages);
    }

    private Uni<Void> walk(SqlConnection tx) {
        return Multi.createBy()
                .repeating()
                .uni(() -> pages.wanted().chain(() -> rows.next(tx)).invoke(pages::give))
                .whilst(_ -> rows.mayHaveMore())
                .onItem()
                .ignoreAsUni();
    }

    void complete() {
        pages.complete();
    }

    /** Before the first page it is told by the answer, and who hung up is told nothing. */
    void fail(Throwable failure) {
        if (failure instanceof ExportPages.TooSlowException) {
            Log.infof("An export was cut off, %s: chain=%s", failure.getMessage(), chain);
        } else if (pages.hasBegun() && DatabaseAbsence.isReason(failure)) {
            Log.warnf("An export was cut off: chain=%s %s", chain, DatabaseAbsence.words(failure));
        } else if (pages.hasBegun() && !(failure instanceof ExportPages.HungUpException)) {
            Log.errorf(failure, "An export failed unexpectedly: chain=%s", chain);
        }
        pages.fail(failure);
    }
}
