package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.View;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** How many rows upstream's lists had when they were read last: a guess at how many pages to ask for at once. */
@ApplicationScoped
public class RowCounts {

    private static final String CERTIFICATE_TYPES =
            "SELECT count(*) AS current FROM certificate_type WHERE chain_id = $1 AND listed";

    private static final String MEMBERSHIP_TYPES = """
            SELECT count(*) FILTER (WHERE is_archived IS NOT TRUE) AS current,
                   count(*) FILTER (WHERE is_archived) AS archived
              FROM membership_type WHERE chain_id = $1 AND listed""";

    private final Pool pool;

    RowCounts(Pool pool) {
        this.pool = pool;
    }

    /** The mirror's rows of each view of the kind. */
    public Uni<Map<View, Long>> byView(ChainId chain, Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE ->
                one(CERTIFICATE_TYPES, chain).map(row -> Map.of(View.CERTIFICATE_TYPES, row.getLong("current")));
            case MEMBERSHIP_TYPE ->
                one(MEMBERSHIP_TYPES, chain)
                        .map(row -> Map.of(
                                View.CURRENT_MEMBERSHIP_TYPES, row.getLong("current"),
                                View.ARCHIVED_MEMBERSHIP_TYPES, row.getLong("archived")));
        };
    }

    private Uni<Row> one(String sql, ChainId chain) {
        return pool.preparedQuery(sql)
                .execute(Tuple.of(chain.value()))
                .map(rows -> rows.iterator().next());
    }
}
