package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Brings what upstream showed into the mirror, inside the caller's transaction and with SQL alone. Every writer of a
 * chain's rows begins here: the chain's row is locked first, by a statement of its own, so that under READ COMMITTED each
 * later statement sees what the writers before us committed. Rows first and the chain after would deadlock.
 */
@ApplicationScoped
public class Publication {

    private static final String LOCK = "SELECT fence, generation FROM chain WHERE id = $1 FOR NO KEY UPDATE";

    /** Behind the lock and later than the chain's last change, whatever the server's clock does. */
    private static final String AT = """
            SELECT greatest(mirror_now(), (SELECT at + interval '1 microsecond' FROM change
                     WHERE chain_id = $1 ORDER BY generation DESC, seq DESC LIMIT 1)) AS at""";

    private final Pool pool;
    private final double graceSeconds;

    Publication(Pool pool, WriteThroughConfig config) {
        this.pool = pool;
        this.graceSeconds = config.grace().toMillis() / 1e3;
    }

    /** For the rows that a run sees. */
    public Seen seen(ChainId chain, Kind kind, long run) {
        return new Seen(pool, chain, kind, run);
    }

    /**
     * Begins a publication of a scan.
     *
     * @param tx an open transaction that did nothing yet
     * @return fails with {@link FencedException} where the chain was claimed anew
     */
    public Uni<Publishing> begin(SqlConnection tx, Fence fence, Kind kind) {
        return begin(tx, fence.chain(), kind, Optional.of(fence));
    }

    /**
     * Writes a type through that upstream answered a write with; a scan that asked before does not overwrite it, nor does
     * one that asks within {@code mirror.mutation.grace}.
     *
     * @param tx an open transaction that did nothing yet
     * @param answeredAt the database's clock when the answer was there
     */
    public Uni<Long> writeThrough(SqlConnection tx, ChainId chain, Kind kind, TypePayload type, Instant answeredAt) {
        return begin(tx, chain, kind, Optional.empty())
                .chain(publishing -> publishing.write(type, answeredAt).chain(publishing::finish));
    }

    /**
     * A type is gone, for upstream answered that it deleted it; stamped likewise.
     *
     * @param tx an open transaction that did nothing yet
     */
    public Uni<Long> writeGone(SqlConnection tx, ChainId chain, Kind kind, long id, Instant answeredAt) {
        return begin(tx, chain, kind, Optional.empty())
                .chain(publishing -> publishing.deleted(id, answeredAt).chain(publishing::finish));
    }

    /** Upstream denied a type that was to be changed: it is suspected to be gone, as if a scan had not listed it. */
    public Uni<Void> writeSuspect(SqlConnection tx, ChainId chain, Kind kind, long id, Instant deniedAt) {
        return begin(tx, chain, kind, Optional.empty()).chain(publishing -> publishing.suspect(List.of(id), deniedAt));
    }

    /** What a complete scan did not see, as far as is known before its publication. */
    public Uni<Absences> absences(ChainId chain, Kind kind, Seen seen, Instant scannedAt) {
        return seen.isAll()
                ? Uni.createFrom().item(Absences.NONE)
                : AbsenceTable.of(kind).find(pool, chain, seen, scannedAt, graceSeconds);
    }

    private Uni<Publishing> begin(SqlConnection tx, ChainId chain, Kind kind, Optional<Fence> fence) {
        return tx.preparedQuery(LOCK)
                .execute(Tuple.of(chain.value()))
                .map(rows -> rows.iterator())
                .map(rows -> rows.hasNext() ? rows.next() : null)
                .map(locked -> generation(chain, locked, fence))
                .chain(generation ->
                        at(tx, chain).map(at -> new Publishing(tx, chain, kind, generation, at, graceSeconds)));
    }

    private static long generation(ChainId chain, Row locked, Optional<Fence> fence) {
        if (locked == null) {
            throw new FencedException("chain " + chain + " is not there");
        }
        if (fence.isPresent() && locked.getLong("fence") != fence.get().number()) {
            throw new FencedException(fence.get());
        }
        return locked.getLong("generation");
    }

    private static Uni<OffsetDateTime> at(SqlConnection tx, ChainId chain) {
        return tx.preparedQuery(AT)
                .execute(Tuple.of(chain.value()))
                .map(rows -> rows.iterator().next().getOffsetDateTime("at"));
    }
}
