package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which certificate types came into the mirror before or after a generation of their chain. */
@ApplicationScoped
public class Arrivals {

    private static final String AFTER = """
            SELECT type.id, type.body::text AS body FROM certificate_type AS type
             WHERE chain_id = $1 AND EXISTS (
                   SELECT FROM change
                    WHERE change.chain_id = $1 AND change.generation > $2 AND change.id = type.id
                      AND change.kind = 'certificate_type' AND op = 'CREATED')""";

    private static final String BEFORE = """
            SELECT id FROM certificate_type AS type
             WHERE chain_id = $1 AND id = ANY ($3) AND NOT EXISTS (
                   SELECT FROM change
                    WHERE change.chain_id = $1 AND change.generation > $2 AND change.id = type.id
                      AND change.kind = 'certificate_type' AND op = 'CREATED')""";

    private final Pool pool;

    Arrivals(Pool pool) {
        this.pool = pool;
    }

    /** The bodies of those that the mirror had not at that generation and has now, gone or not, by their ids. */
    public Uni<Map<Long, String>> after(ChainId chain, long generation) {
        return pool.preparedQuery(AFTER)
                .execute(Tuple.of(chain.value(), generation))
                .map(rows -> {
                    Map<Long, String> bodies = new HashMap<>();
                    rows.forEach(row -> bodies.put(row.getLong("id"), row.getString("body")));
                    return bodies;
                });
    }

    /** Those of these that the mirror had at that generation already, gone or not. */
    public Uni<Set<Long>> before(ChainId chain, long generation, Collection<Long> ids) {
        return pool.preparedQuery(BEFORE)
                .execute(Tuple.of(chain.value(), generation, ids.toArray(Long[]::new)))
                .map(rows -> {
                    Set<Long> known = new HashSet<>();
                    rows.forEach(row -> known.add(row.getLong("id")));
                    return known;
                });
    }
}
