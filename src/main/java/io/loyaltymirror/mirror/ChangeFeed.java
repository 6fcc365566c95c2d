package io.loyaltymirror.mirror;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.loyaltymirror.ChainId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed in a chain, in the order in which it was published. A chain's generations are committed one after the other,
 * behind its row's lock: whoever has read up to a cursor misses nothing by asking for what comes after it.
 */
@ApplicationScoped
public class ChangeFeed {

    /** One statement, hence one snapshot; a chain without changes has one row. */
    private static final String AFTER = """
            SELECT chain.epoch, chain.generation AS newest, horizon.generation AS lost_generation, horizon.seq AS lost_seq,
                   change.generation, change.seq, kind, change.id, op, fields, body::text AS body, cause, change.at
              FROM chain
              LEFT JOIN change_horizon AS horizon ON horizon.chain_id = chain.id
              LEFT JOIN LATERAL (
                   SELECT * FROM change WHERE chain_id = chain.id AND (generation, seq) > ($2, $3)
                    ORDER BY generation, seq LIMIT $4) AS change ON true
             WHERE chain.id = $1 AND chain.removed_at IS NULL
             ORDER BY change.generation, change.seq""";

    private final Pool pool;

    ChangeFeed(Pool pool) {
        this.pool = pool;
    }

    /** What the feed gives. */
    public sealed interface Part {

        /** There is no such chain. */
        record UnknownChain() implements Part {}

        /**
         * What comes after the cursor cannot be told any more: begin anew from the lists, and from their generation.
         *
         * @param generation the chain's now
         */
        record Lost(String generation) implements Part {}

        /**
         * What comes after it.
         *
         * @param next behind the last of these; where there are none, the cursor that was given
         * @param more whether there may be more by now
         */
        record Changes(List<Change> changes, String next, boolean more) implements Part {}
    }

    /**
     * What a publication did to one type.
     *
     * @param cursor the place behind it
     * @param op CREATED, CHANGED, ISSUED, GONE or BACK
     * @param fields those that differ; of ISSUED those that the body has anew, and those that are no more
     * @param listed whether the lists show the type from here on
     * @param body the whole type; of ISSUED only the fields that differ; null of GONE
     * @param cause what told: scan, write, answered, denied, unlisted
     */
    public record Change(
            String cursor,
            String generation,
            int seq,
            String kind,
            long id,
            String op,
            List<String> fields,
            boolean listed,
            @JsonRawValue String body,
            String cause,
            Instant at) {

        static Change of(Row row, int epoch) {
            long generation = row.getLong("generation");
            int seq = row.getInteger("seq");
            String op = row.getString("op");
            String cause = row.getString("cause");
            return new Change(
                    new Cursor(epoch, generation, seq).toString(),
                    epoch + "." + generation,
                    seq,
                    row.getString("kind"),
                    row.getLong("id"),
                    op,
                    List.of(row.getArrayOfStrings("fields")),
                    isListed(op, cause),
                    row.getString("body"),
                    cause,
                    row.getOffsetDateTime("at").toInstant());
        }

        /** By id alone it is told where the lists have it not. */
        static boolean isListed(String op, String cause) {
            return !op.equals("GONE") && !cause.equals("answered");
        }
    }

    /** @param most of them at a time */
    public Uni<Part> after(ChainId chain, Cursor cursor, int most) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(chain.value(), cursor.generation(), cursor.seq(), most))
                .map(rows -> part(rows, cursor, most));
    }

    private static Part part(RowSet<Row> rows, Cursor cursor, int most) {
        if (rows.size() == 0) {
            return new Part.UnknownChain();
        }
        Row first = rows.iterator().next();
        int epoch = first.getInteger("epoch");
        if (isLost(first, epoch, cursor)) {
            return new Part.Lost(epoch + "." + first.getLong("newest"));
        }
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            if (row.getLong("generation") != null) {
                changes.add(Change.of(row, epoch));
            }
        }
        String next = changes.isEmpty() ? cursor.toString() : changes.getLast().cursor();
        return new Part.Changes(changes, next, changes.size() == most);
    }

    /**
     * Of another epoch, or one that is yet to come; from before the horizon; or followed by a gap: every generation has a
     * change, so the next one is of the same or of the next generation, whoever deleted what lay between.
     */
    private static boolean isLost(Row first, int epoch, Cursor cursor) {
        long newest = first.getLong("newest");
        if (cursor.epoch() != epoch || cursor.generation() > newest) {
            return true;
        }
        Long lost = first.getLong("lost_generation");
        if (lost != null && cursor.isBefore(lost, first.getInteger("lost_seq"))) {
            return true;
        }
        Long next = first.getLong("generation");
        return next == null ? cursor.generation() < newest : next > cursor.generation() + 1;
    }
}
