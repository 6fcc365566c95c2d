package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.RowWriter.Occasion;
import io.loyaltymirror.mirror.RowWriter.Write;
import io.loyaltymirror.mirror.RowWriter.Written;
import io.loyaltymirror.upstream.TypePayload;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One publication under way, behind the chain's lock. Its changes share one generation, which is raised by {@link #finish}
 * and only if there were any.
 */
public final class Publishing {

    private static final String RAISE = "UPDATE chain SET generation = $2 WHERE id = $1";

    private static final String AS_OF = "UPDATE chain_kind SET as_of = $3 WHERE chain_id = $1 AND kind = $2";

    private final SqlConnection tx;
    private final ChainId chain;
    private final Kind kind;
    private final long before;
    private final OffsetDateTime at;
    private final double graceSeconds;
    private int changes;

    Publishing(SqlConnection tx, ChainId chain, Kind kind, long before, OffsetDateTime at, double graceSeconds) {
        this.tx = tx;
        this.chain = chain;
        this.kind = kind;
        this.before = before;
        this.at = at;
        this.graceSeconds = graceSeconds;
    }

    /** Writes what a scan saw otherwise than the mirror has it; what it did not see is left alone. */
    public Uni<RowsPublished> rows(Seen seen) {
        TypeTable table = TypeTable.of(kind);
        return seen.requireStaged(tx)
                .chain(() -> toCompare(seen))
                .chain(rows -> table.diff(tx, chain, rows, seen.size(), graceSeconds))
                .chain(diff -> table.rehash(tx, chain, diff, seen))
                .call(diff -> table.reset(tx, chain, diff.resets()))
                .chain(diff -> write(diff, seen));
    }

    /** What was as the mirror has it need not be compared again while no generation came, unless it is suspected now. */
    private Uni<List<Sighting>> toCompare(Seen seen) {
        return seen.isComparedWith(before)
                ? TypeTable.of(kind).suspects(tx, chain).map(seen::differing)
                : Uni.createFrom().item(seen.sightings());
    }

    private Uni<RowsPublished> write(Diff diff, Seen seen) {
        List<Write> rows = new ArrayList<>();
        diff.changes().forEach(change -> rows.add(new Write(change.row(), changes + rows.size())));
        return RowWriter.of(kind)
                .write(tx, occasion("scan", true, false), rows, seen)
                .invoke(written -> changes += written.ids().isEmpty() ? 0 : rows.size())
                .map(written -> new RowsPublished(
                        diff.published(written.ids(), written.refused().keySet()), written.refused()));
    }

    /**
     * What became of a scan's rows.
     *
     * @param refused why the database refused which
     */
    public record RowsPublished(Published account, Map<Long, String> refused) {}

    /** Rows that are there although they cannot be read are no longer suspected to be gone. */
    public Uni<Void> present(Collection<Long> ids) {
        return TypeTable.of(kind).reset(tx, chain, List.copyOf(ids));
    }

    /** The mirror's rows that a scan did not see, see {@link Absences}. */
    public Uni<Absences> absences(Seen seen, Instant scannedAt) {
        return seen.isComparedWith(before) && seen.isAll()
                ? Uni.createFrom().item(Absences.NONE)
                : AbsenceTable.of(kind).find(tx, chain, seen, scannedAt, graceSeconds);
    }

    /** Complete scans did not list these: they are suspected to be gone, and served on. */
    public Uni<Void> suspect(Collection<Long> ids, Instant scannedAt) {
        return AbsenceTable.of(kind).suspect(tx, chain, ids, scannedAt);
    }

    /** Another complete scan did not list these, which were suspected before. */
    public Uni<Void> absentAgain(Collection<Long> ids) {
        return AbsenceTable.of(kind).absentAgain(tx, chain, ids);
    }

    /** These are gone: upstream denies them by id, or, of a kind that it does not deny, lists them no more. */
    public Uni<Void> gone(Collection<Long> ids) {
        String cause = kind == Kind.CERTIFICATE_TYPE ? "denied" : "unlisted";
        return AbsenceTable.of(kind)
                .gone(tx, occasion(cause, false, false), ids, changes)
                .invoke(gone -> changes += gone)
                .replaceWithVoid();
    }

    /** Upstream answers this one by id although its list has it not. */
    public Uni<Void> answered(TypePayload answer, Instant answeredAt) {
        return overStored(answer)
                .chain(type -> writeOne(type, answeredAt, occasion("answered", false, false)))
                .replaceWithVoid();
    }

    /** Upstream answered a write with this. */
    Uni<Void> write(TypePayload answer, Instant answeredAt) {
        return overStored(answer)
                .chain(type -> writeOne(type, answeredAt, occasion("write", true, true)))
                .replaceWithVoid();
    }

    /** Upstream answered that it deleted this one. */
    Uni<Void> deleted(long id, Instant answeredAt) {
        return AbsenceTable.of(kind)
                .deleted(tx, occasion("write", false, true), id, changes, answeredAt)
                .invoke(gone -> changes += gone)
                .replaceWithVoid();
    }

    private Uni<TypePayload> overStored(TypePayload answer) {
        return AbsenceTable.of(kind)
                .body(tx, chain, answer.id())
                .map(stored -> stored == null ? answer : answer.laidOver(kind, stored));
    }

    /** Where nothing differs the stamps are written all the same: they keep older evidence away. */
    private Uni<Written> writeOne(TypePayload type, Instant answeredAt, Occasion occasion) {
        Sighting row = new Sighting(type.id(), type.contentHash(), answeredAt);
        return AbsenceTable.of(kind)
                .stamp(tx, occasion, type, answeredAt)
                .chain(isSame -> isSame
                        ? Uni.createFrom().item(Written.NOTHING)
                        : RowWriter.of(kind)
                                .write(tx, occasion, new Write(row, changes), type)
                                .invoke(written -> changes += written.ids().size())
                                .invoke(this::tellRefused));
    }

    /** A scan meets the same row, and keeps it in quarantine. */
    private void tellRefused(Written written) {
        written.refused()
                .forEach((id, reason) -> Log.errorf(
                        "The database refuses what upstream shows, the mirror keeps what it had: chain=%s kind=%s id=%d %s",
                        chain, kind.word(), id, reason));
    }

    private Occasion occasion(String cause, boolean listed, boolean written) {
        return new Occasion(chain, before + 1, cause, at, listed, written);
    }

    /** A scan that began then was complete. */
    public Uni<Void> complete(Instant begun) {
        return tx.preparedQuery(AS_OF)
                .execute(Tuple.of(chain.value(), kind.word(), TypeTable.timestamp(begun)))
                .replaceWithVoid();
    }

    /** @return the chain's generation now */
    public Uni<Long> finish() {
        return changes == 0
                ? Uni.createFrom().item(before)
                : tx.preparedQuery(RAISE)
                        .execute(Tuple.of(chain.value(), before + 1))
                        .replaceWith(before + 1);
    }
}
