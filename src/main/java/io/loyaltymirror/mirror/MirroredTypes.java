package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one kind of mirrored types. A list shows what upstream's list shows (and what is only suspected to be gone); a
 * single read shows every row that is not known to be gone.
 */
abstract class MirroredTypes<T extends MirroredType> implements PanacheRepositoryBase<T, TypeKey> {

    private final Snapshots snapshots;
    private final Chains chains;
    private final Totals totals;
    private final Kind kind;

    MirroredTypes(Snapshots snapshots, Chains chains, Totals totals, Kind kind) {
        this.snapshots = snapshots;
        this.chains = chains;
        this.totals = totals;
        this.kind = kind;
    }

    /**
     * One page of the chain's types; a page past the end is empty and has the true total.
     *
     * @param atLeast the generation's number that somebody has seen already; 0: none
     */
    public Uni<Reading<TypeList>> list(ChainId chain, TypeQuery query, long atLeast) {
        return snapshots.read(chain, kind, atLeast, types -> types.list(query), () -> queryList(chain, query));
    }

    /** The same where it is ready in the heap, which it is as a rule. */
    public Optional<Reading<TypeList>> listNow(ChainId chain, TypeQuery query) {
        return snapshots.ready(chain, kind, 0, types -> types.list(query));
    }

    /** One type; likewise. */
    public Uni<Reading<TypeBody>> get(ChainId chain, long id, long atLeast) {
        return snapshots.read(chain, kind, atLeast, types -> types.get(id), () -> queryOne(chain, id));
    }

    /** The same where it is ready. */
    public Optional<Reading<TypeBody>> getNow(ChainId chain, long id) {
        return snapshots.ready(chain, kind, 0, types -> types.get(id));
    }

    Uni<Reading<TypeList>> queryList(ChainId chain, TypeQuery query) {
        return chains.read(chain, kind, state -> page(chain, query, state));
    }

    Uni<Reading<TypeBody>> queryOne(ChainId chain, long id) {
        return chains.read(chain, kind, _ -> body(chain, id));
    }

    private Uni<TypeList> page(ChainId chain, TypeQuery query, String state) {
        Conditions conditions = conditions(chain, query);
        return totals.of(chain, kind, state, query, () -> count(conditions.text(), conditions.parameters()))
                .chain(total ->
                        bodies(conditions, query, total).map(bodies -> new TypeList(total, Bodies.Several.of(bodies))));
    }

    private Uni<List<Bodies>> bodies(Conditions conditions, TypeQuery query, long total) {
        if (query.offset() >= total) {
            return Uni.createFrom().item(List.of());
        }
        return find(conditions.text(), order(query.sort()), conditions.parameters())
                .page(Page.of(query.page() - 1, query.size()))
                .list()
                .map(types -> types.stream().map(type -> type.body().body()).toList());
    }

    private Uni<TypeBody> body(ChainId chain, long id) {
        return find("chainId = :chain and id = :id and state <> 'GONE'", Map.of("chain", chain.value(), "id", id))
                .firstResult()
                .onItem()
                .ifNotNull()
                .transform(MirroredType::body);
    }

    private static Conditions conditions(ChainId chain, TypeQuery query) {
        Conditions conditions = new Conditions("chainId = :chain and listed and state <> 'GONE'");
        conditions.bind("chain", chain.value());
        query.title().ifPresent(title -> conditions.and("locate(:title, titleFolded) > 0", "title", fold(title)));
        query.archived()
                .ifPresent(archived -> conditions.and("coalesce(archived, false) = :archived", "archived", archived));
        query.itemType().ifPresent(type -> conditions.and("itemTypeId = :itemType", "itemType", type));
        query.salon()
                .ifPresent(salon -> conditions.and("array_contains(salonIds, cast(:salon as Long))", "salon", salon));
        query.ids().ifPresent(ids -> conditions.and("id in :ids", "ids", ids));
        return conditions;
    }

    /** As the column was folded when the row was published: not by the database, whose locale nobody knows. */
    static String fold(String title) {
        return title.toLowerCase(Locale.ROOT);
    }

    private static Sort order(TypeQuery.Sort sort) {
        Sort.Direction direction = sort.descending() ? Sort.Direction.Descending : Sort.Direction.Ascending;
        return switch (sort.field()) {
            case WEIGHT ->
                Sort.by("weight", direction, Sort.NullPrecedence.NULLS_LAST).and("id", direction);
            case ID -> Sort.by("id", direction);
            case TITLE -> Sort.by("titleFolded", direction).and("id", direction);
        };
    }
}
