package io.loyaltymirror.mutation;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The ledger's rows, for those who look. */
@ApplicationScoped
public class Mutations implements PanacheRepositoryBase<Mutation, UUID> {

    private static final Sort NEWEST = Sort.descending("receivedAt", "id");

    private static final String BEFORE =
            "(receivedAt, id) < (select before.receivedAt, before.id from Mutation before where before.id = :before)";

    private final MutationAttempts attempts;

    Mutations(MutationAttempts attempts) {
        this.attempts = attempts;
    }

    /** Null where there is none. */
    public Uni<Mutation> mutation(UUID id) {
        return Panache.withSession(() -> findById(id));
    }

    /** Its attempts, the first one first. */
    public Uni<List<MutationAttempt>> attempts(UUID id) {
        return Panache.withSession(() -> attempts.list("mutationId", Sort.ascending("attempt"), id));
    }

    /**
     * Newest first.
     *
     * @param chains only of these chains; empty: of all
     * @param state only in this state; empty: in any
     * @param before only those older than the one of this id; empty: the newest
     */
    public Uni<List<Mutation>> newest(
            Optional<Set<Long>> chains, Optional<State> state, Optional<UUID> before, int most) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> parameters = new HashMap<>();
        chains.ifPresent(only -> {
            conditions.add("chainId in :chains");
            parameters.put("chains", only);
        });
        state.ifPresent(only -> {
            conditions.add("state = :state");
            parameters.put("state", only.name());
        });
        before.ifPresent(id -> {
            conditions.add(BEFORE);
            parameters.put("before", id);
        });
        return Panache.withSession(() -> find(String.join(" and ", conditions), NEWEST, parameters)
                .range(0, most - 1)
                .list());
    }
}
