package io.loyaltymirror.mirror;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who did what, when, why. What is asked for is written down before it is done, what came of it after. */
@ApplicationScoped
public class AuditTrail implements PanacheRepositoryBase<AuditEntry, Long> {

    private static final String BEGIN = """
            INSERT INTO audit (at, caller, action, target, chain_id, reason) VALUES (mirror_now(), $1, $2, $3, $4, $5)
            RETURNING id""";

    private static final String END = "UPDATE audit SET status = $2 WHERE id = $1";

    private static final Sort NEWEST = Sort.descending("id");

    private final Pool pool;

    AuditTrail(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is going to be done.
     *
     * @param caller the name of a key
     * @param chain null where it is about no chain
     * @param reason null where none was given
     */
    public record Step(String caller, String action, String target, Long chain, String reason) {}

    /** @return the entry's id; fails where it cannot be written, and then nothing should be done */
    public Uni<Long> begin(Step step) {
        return pool.preparedQuery(BEGIN)
                .execute(Tuple.of(step.caller(), step.action(), step.target(), step.chain(), step.reason()))
                .map(rows -> rows.iterator().next().getLong("id"));
    }

    /** What its caller is told. */
    public Uni<Void> end(long id, int status) {
        return pool.preparedQuery(END).execute(Tuple.of(id, status)).replaceWithVoid();
    }

    /**
     * Entries, newest first.
     *
     * @param chains only about these chains; empty: about all, and about none
     * @param before only entries older than the one of this id
     */
    public Uni<List<AuditEntry>> newest(Optional<Set<Long>> chains, long before, int most) {
        return Panache.withSession(() -> chains.map(only -> find("id < ?1 and chainId in ?2", NEWEST, before, only))
                .orElseGet(() -> find("id < ?1", NEWEST, before))
                .range(0, most - 1)
                .list());
    }
}
