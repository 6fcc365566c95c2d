package io.loyaltymirror.mirror;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What types were, as far back as {@code mirror.history.keep}: of one type all that changed, of all types one moment. */
@ApplicationScoped
public class TypeHistory {

    /** What was deleted is one step, see {@code change_base}. */
    private static final String OF_TYPE = """
            SELECT chain.epoch, step.* FROM chain
              JOIN LATERAL (
                   (SELECT generation, seq, op, fields, body::text AS body, cause, at FROM change
                     WHERE chain_id = chain.id AND kind = $2 AND id = $3 AND (generation, seq) < ($4, $5)
                     ORDER BY generation DESC, seq DESC LIMIT $6)
                    UNION ALL
                   (SELECT generation, seq, op, fields, body::text, cause, at FROM change_base
                     WHERE chain_id = chain.id AND kind = $2 AND id = $3 AND (generation, seq) < ($4, $5))) AS step ON true
             WHERE chain.id = $1 AND chain.removed_at IS NULL
             ORDER BY generation DESC, seq DESC LIMIT $6""";

    /** Of each type the last whole body until then, with what its sales moved after that laid over it. */
    private static final String AS_OF = """
            SELECT type.id, whole.op, whole.cause, whole.at, replayed.body::text AS body
              FROM (SELECT id FROM %1$s WHERE chain_id = $1 AND id > $3 ORDER BY id) AS type
             CROSS JOIN LATERAL (
                   (SELECT generation, seq, op, fields, body, cause, at FROM change
                     WHERE chain_id = $1 AND kind = '%1$s' AND id = type.id AND at <= $2 AND op <> 'ISSUED'
                     ORDER BY generation DESC, seq DESC LIMIT 1)
                    UNION ALL
                   (SELECT generation, seq, op, fields, body, cause, at FROM change_base
                     WHERE chain_id = $1 AND kind = '%1$s' AND id = type.id)
                   ORDER BY generation DESC, seq DESC LIMIT 1) AS whole
             CROSS JOIN LATERAL (
                   SELECT mirror_replay(op, fields, body ORDER BY generation, seq) AS body
                     FROM (SELECT whole.generation, whole.seq, whole.op, whole.fields, whole.body
                            UNION ALL
                           SELECT generation, seq, op, fields, body FROM change
                            WHERE chain_id = $1 AND kind = '%1$s' AND id = type.id AND at <= $2 AND op = 'ISSUED'
                              AND (generation, seq) > (whole.generation, whole.seq)) AS step) AS replayed
             WHERE whole.op <> 'GONE'
             ORDER BY type.id LIMIT $4""";

    /** The time from which on all is known, and whether the time that is asked for has come. */
    private static final String KNOWN = """
            SELECT coalesce(
                       (SELECT at FROM change_horizon WHERE chain_id = chain.id),
                       (SELECT at FROM change WHERE chain_id = chain.id ORDER BY generation, seq LIMIT 1)) AS since,
                   $2 > mirror_now() AS is_to_come
              FROM chain WHERE id = $1 AND removed_at IS NULL""";

    private final Pool pool;
    private final BoundedReads reads;

    TypeHistory(Pool pool, BoundedReads reads) {
        this.pool = pool;
        this.reads = reads;
    }

    /**
     * A change of one type.
     *
     * @param cursor the place behind it: what comes before it is asked for with this one
     * @param op CREATED, CHANGED, ISSUED, GONE or BACK
     * @param fields those that differ; of ISSUED those that the body has anew, and those that are no more
     * @param listed whether the lists showed the type from then on
     * @param body the whole type; of ISSUED only the fields that differ; null of GONE
     * @param cause what told: scan, write, answered, denied, unlisted
     */
    public record Step(
            String cursor,
            String op,
            List<String> fields,
            boolean listed,
            @JsonRawValue String body,
            String cause,
            Instant at) {

        private static Step of(Row row) {
            String op = row.getString("op");
            String cause = row.getString("cause");
            return new Step(
                    new Cursor(row.getInteger("epoch"), row.getLong("generation"), row.getInteger("seq")).toString(),
                    op,
                    List.of(row.getArrayOfStrings("fields")),
                    ChangeFeed.Change.isListed(op, cause),
                    row.getString("body"),
                    cause,
                    row.getOffsetDateTime("at").toInstant());
        }
    }

    /**
     * A type as it was.
     *
     * @param listed whether the lists showed it
     * @param since when its definition became what it was; sales do not count
     */
    public record TypeThen(
            long id,
            boolean listed,
            Instant since,
            @JsonRawValue String body) {

        private static TypeThen of(Row row) {
            return new TypeThen(
                    row.getLong("id"),
                    ChangeFeed.Change.isListed(row.getString("op"), row.getString("cause")),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getString("body"));
        }
    }

    /** What the mirror knows of a moment. */
    public sealed interface Then {

        /** There is no such chain. */
        record UnknownChain() implements Then {}

        /** The moment has not come yet. */
        record ToCome() implements Then {}

        /** The moment was before all that is known. */
        record Forgotten(Instant since) implements Then {}

        /** Types by id. */
        record Known(List<TypeThen> types) implements Then {}
    }

    /** Newest first, before the cursor; empty where there are none, or no such chain. */
    public Uni<List<Step>> of(ChainId chain, Kind kind, long id, Cursor before, int most) {
        return pool.preparedQuery(OF_TYPE)
                .execute(Tuple.of(chain.value(), kind.word(), id, before.generation(), before.seq())
                        .addValue(most))
                .map(rows -> {
                    List<Step> steps = new ArrayList<>();
                    rows.forEach(row -> steps.add(Step.of(row)));
                    return steps;
                });
    }

    /**
     * The types of a moment.
     *
     * @param after only types with a greater id
     * @return fails as {@link BoundedReads#read} does
     */
    public Uni<Then> asOf(ChainId chain, Kind kind, Instant time, long after, int most) {
        return reads.read(tx -> tx.preparedQuery(KNOWN)
                .execute(Tuple.of(chain.value(), time.atOffset(ZoneOffset.UTC)))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(new Then.UnknownChain())
                        : asOf(tx, rows.iterator().next(), new Moment(chain, kind, time), after, most)));
    }

    private record Moment(ChainId chain, Kind kind, Instant time) {

        private OffsetDateTime stamp() {
            return time.atOffset(ZoneOffset.UTC);
        }
    }

    private static Uni<Then> asOf(SqlConnection tx, Row known, Moment moment, long after, int most) {
        if (known.getBoolean("is_to_come")) {
            return Uni.createFrom().item(new Then.ToCome());
        }
        Instant since = ChainStates.instant(known, "since");
        if (since != null && moment.time().isBefore(since)) {
            return Uni.createFrom().item(new Then.Forgotten(since));
        }
        return tx.preparedQuery(AS_OF.formatted(moment.kind().word()))
                .execute(Tuple.of(moment.chain().value(), moment.stamp(), after, most))
                .map(TypeHistory::known);
    }

    private static Then known(RowSet<Row> rows) {
        List<TypeThen> types = new ArrayList<>();
        rows.forEach(row -> types.add(TypeThen.of(row)));
        return new Then.Known(types);
    }
}
