package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;

/**
 * All types of a chain as they are in one generation, however many: read from one snapshot of the database, each page when
 * its reader has taken the one before.
 */
@ApplicationScoped
public class Exports {

    /** What both kinds have, in the words of the schema {@code reporting}; {@code body} is the whole type. */
    public static final List<String> COLUMNS = List.of(
            "chain_id",
            "kind",
            "id",
            "title",
            "price",
            "category_id",
            "weight",
            "is_archived",
            "date_archived",
            "is_online_sale_enabled",
            "online_sale_price",
            "total",
            "is_listed",
            "state",
            "body");

    /** Each holds a connection as long as its reader takes: two of eight, besides those of {@link BoundedReads}. */
    static final int AT_ONCE = 2;

    /** Most exports are over within a second; who waits longer is told to come again. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final int LOOKS = 10;

    /** Whoever takes longer holds a connection and an old snapshot, behind which PostgreSQL cannot clean up. */
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final BoundedReads reads;
    private final Duration stall;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Exports(BoundedReads reads, ExportConfig config) {
        this.reads = reads;
        this.stall = config.checked().stall();
    }

    /**
     * Begins to read.
     *
     * @param kinds in this order
     * @return the types page by page, as of the older of the kinds' times; the pages end with a failure where they are not
     *     all. Fails as {@link BoundedReads#read} does, after a second where too many are under way
     */
    public Uni<Reading<Multi<ExportPage>>> open(ChainId chain, List<Kind> kinds) {
        return Uni.createFrom()
                .deferred(() -> begin(chain, kinds))
                .onFailure(BulkheadException.class)
                .retry()
                .withBackOff(LOOK, LOOK)
                .atMost(LOOKS);
    }

    private Uni<Reading<Multi<ExportPage>>> begin(ChainId chain, List<Kind> kinds) {
        if (!places.tryAcquire()) {
            return Uni.createFrom().failure(new BulkheadException(AT_ONCE + " exports are under way"));
        }
        ExportPages pages = new ExportPages(stall, LIFE);
        Export export = new Export(chain, kinds, pages);
        return Uni.createFrom()
                .<Reading<Multi<ExportPage>>>emitter(opened -> begin(export, opened))
                .onCancellation()
                .invoke(pages::cancel);
    }

    /** The transaction goes on by itself: it must also end, and give back its connection, where nobody waits for it. */
    private void begin(Export export, UniEmitter<? super Reading<Multi<ExportPage>>> opened) {
        Uni.createFrom()
                .deferred(() -> reads.bounded(tx -> export.read(tx, opened::complete)))
                .onTermination()
                .invoke(() -> places.release())
                .subscribe()
                .with(_ -> export.complete(), failure -> {
                    opened.fail(failure);
                    export.fail(failure);
                });
    }
}
