package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks over a chain's types, kind by kind and by id, a page at a time. */
final class ExportRows {

    /** A few milliseconds' work. */
    static final int ROWS = 500;

    /** Of bodies in a page, and one that goes beyond it: upstream's have some 800 characters, the largest that is kept a million. */
    private static final int CHARACTERS = 256 * 1024;

    /** Decimals as text: as PostgreSQL spells them, whatever their size. */
    private static final String PAGE = """
            SELECT $1 AS chain_id, '%1$s' AS kind, id, title, %2$s::text AS price, category_id, weight,
                   coalesce(is_archived, false) AS is_archived, date_archived, %3$s AS is_online_sale_enabled,
                   online_sale_price::text AS online_sale_price, %4$s AS total, listed AS is_listed, state, body, found
              FROM (SELECT *, sum(length(body)) OVER (ORDER BY id) - length(body) AS before, count(*) OVER () AS found
                      FROM (SELECT id, title, %2$s, category_id, weight, is_archived, date_archived, %3$s,
                                   online_sale_price, %4$s, listed, state, body::text AS body
                              FROM %1$s WHERE chain_id = $1 AND id > $2 AND state <> 'GONE'
                             ORDER BY id LIMIT $3) AS type) AS sized
             WHERE before < $4 ORDER BY id""";

    private static final String OF_CERTIFICATES =
            PAGE.formatted("certificate_type", "balance", "online_sale_is_enabled", "released_total");
    private static final String OF_MEMBERSHIPS =
            PAGE.formatted("membership_type", "cost", "is_online_sale_enabled", "abonements_count");

    private final ChainId chain;
    private final Deque<Kind> kinds;
    private long last = Long.MIN_VALUE;
    private int most = ROWS;

    ExportRows(ChainId chain, Collection<Kind> kinds) {
        this.chain = chain;
        this.kinds = new ArrayDeque<>(kinds);
    }

    boolean mayHaveMore() {
        return !kinds.isEmpty();
    }

    /** The next ones, by column; none where the kind has no more. */
    Uni<List<Map<String, Object>>> next(SqlConnection tx) {
        return tx.preparedQuery(sql(kinds.getFirst()))
                .execute(Tuple.of(chain.value(), last, most, CHARACTERS))
                .map(this::page);
    }

    private static String sql(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> OF_CERTIFICATES;
            case MEMBERSHIP_TYPE -> OF_MEMBERSHIPS;
        };
    }

    private List<Map<String, Object>> page(RowSet<Row> found) {
        List<Map<String, Object>> page = new ArrayList<>();
        long all = 0;
        for (Row row : found) {
            all = row.getLong("found");
            last = row.getLong("id");
            page.add(values(row));
        }
        if (page.size() == all && all < most) {
            kinds.removeFirst();
            last = Long.MIN_VALUE;
        }
        // Where bodies are large, most of those that are looked at would be left for the next page, and looked at
        // again.
        most = Math.clamp(2L * page.size(), 1, ROWS);
        return page;
    }

    private static Map<String, Object> values(Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        Exports.COLUMNS.forEach(column -> values.put(column, row.getValue(column)));
        return values;
    }
}
