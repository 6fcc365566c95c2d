package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;

/** The chains that are mirrored. */
@ApplicationScoped
public class Chains implements PanacheRepositoryBase<Chain, Long> {

    private static final String REGISTER = """
            WITH registered AS (
                INSERT INTO chain (id) SELECT unnest($1::bigint[]) ON CONFLICT (id) DO NOTHING)
            INSERT INTO chain_kind (chain_id, kind, next_due_at)
            SELECT id, kind, mirror_now() FROM unnest($1::bigint[]) AS id, unnest($2::text[]) AS kind
            ON CONFLICT (chain_id, kind) DO NOTHING""";

    private static final String ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final Pool pool;
    private final ChainKinds kinds;

    Chains(Pool pool, ChainKinds kinds) {
        this.pool = pool;
        this.kinds = kinds;
    }

    /** Adds the chains that are not known yet, due at once; known ones stay as they are. */
    public Uni<Void> register(Collection<ChainId> chains) {
        Long[] ids = chains.stream().map(ChainId::value).toArray(Long[]::new);
        String[] words = java.util.Arrays.stream(Kind.values()).map(Kind::word).toArray(String[]::new);
        return pool.preparedQuery(REGISTER).execute(Tuple.of(ids, words)).replaceWithVoid();
    }

    /**
     * Runs a read of one kind on one snapshot of the database, so that generation, total and rows belong together.
     *
     * @param read reads; is told which generation and scan that is, by epoch, number and time: after a fail-over that lost
     *     something a generation's number alone may come again
     */
    <T> Uni<Reading<T>> read(ChainId chain, Kind kind, Function<String, Uni<T>> read) {
        return inOneSnapshot(() -> current(chain)
                .chain(found ->
                        found == null ? Uni.createFrom().item(new Reading.UnknownChain<>()) : read(found, kind, read)));
    }

    private <T> Uni<Reading<T>> read(Chain chain, Kind kind, Function<String, Uni<T>> read) {
        return kinds.findById(new ChainKind.Key(chain.id, kind.word()))
                .chain(known -> known == null || known.asOf == null
                        ? Uni.createFrom().item(new Reading.NeverRead<>())
                        : read.apply(chain.generationTag() + " as of " + known.asOf)
                                .map(value -> new Reading.Found<>(
                                        chain.generationTag(), known.asOf.toString(), known.age(), value)));
    }

    private Uni<Chain> current(ChainId chain) {
        return find("id = ?1 and removedAt is null", chain.value()).firstResult();
    }

    private static <T> Uni<T> inOneSnapshot(Supplier<Uni<T>> read) {
        return Panache.withTransaction(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(ONE_SNAPSHOT).executeUpdate())
                .chain(() -> read.get()));
    }
}
