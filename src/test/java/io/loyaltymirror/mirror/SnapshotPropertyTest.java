package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.mirror.Reading.Found;
import io.loyaltymirror.mirror.TypeQuery.Field;
import io.loyaltymirror.mirror.TypeQuery.Sort;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heap answers with the bytes with which the database answers, whatever is asked for. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class SnapshotPropertyTest {

    private static final ChainId CHAIN = new ChainId(700_100);
    private static final int TYPES = 150;
    private static final int QUERIES = 1_000;
    private static final long SEED = Long.getLong("test.seed", 20261126);

    @Inject
    CertificateTypes certificates;

    @Inject
    MembershipTypes memberships;

    @Inject
    SnapshotCache cache;

    Mirror mirror;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private RandomTypes types;

    @BeforeEach
    void rows() throws Exception {
        mirror.awaitFirstSync();
        types = new RandomTypes(mirror.database(), random, CHAIN.value());
        types.make(TYPES);
    }

    @AfterEach
    void noRows() {
        types.remove();
    }

    @Test
    void everyListIsTheDatabases() throws Throwable {
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            MirroredTypes<?> kind = random.nextBoolean() ? certificates : memberships;
            TypeQuery query = query(kind == certificates);
            TypeList heap = found(() -> kind.list(CHAIN, query, 0));
            TypeList database = found(() -> kind.queryList(CHAIN, query));
            assertThat(heap.total()).as("seed %d, %s", SEED, query).isEqualTo(database.total());
            assertThat(text(heap.bodies())).as("seed %d, %s", SEED, query).isEqualTo(text(database.bodies()));
            found += heap.bodies().length() > 0 ? 1 : 0;
        }
        assertThat(cache.get(CHAIN.value())).as("it was the heap that answered").isNotNull();
        assertThat(found).as("pages with rows").isGreaterThan(QUERIES / 3);
    }

    @Test
    void everyTypeIsTheDatabases() throws Throwable {
        int gone = 0;
        for (MirroredTypes<?> kind : List.of(certificates, memberships)) {
            for (long id = 0; id <= TYPES + 1; id++) {
                long type = id;
                TypeBody heap = found(() -> kind.get(CHAIN, type, 0));
                TypeBody database = found(() -> kind.queryOne(CHAIN, type));
                assertThat(heap == null).isEqualTo(database == null);
                if (heap != null) {
                    assertThat(text(heap.body())).isEqualTo(text(database.body()));
                    assertThat(heap.tag()).isEqualTo(database.tag());
                } else {
                    gone++;
                }
            }
        }
        assertThat(gone).isBetween(10, TYPES);
    }

    private TypeQuery query(boolean ofCertificates) {
        return new TypeQuery(
                sometimes() ? Optional.of(title()) : Optional.empty(),
                sometimes() ? Optional.of(random.nextBoolean()) : Optional.empty(),
                ofCertificates && sometimes() ? OptionalLong.of(random.nextInt(4)) : OptionalLong.empty(),
                sometimes() ? OptionalLong.of(random.nextInt(6)) : OptionalLong.empty(),
                sometimes() ? Optional.of(ids()) : Optional.empty(),
                new Sort(Field.values()[random.nextInt(3)], random.nextBoolean()),
                sometimes() ? 1 + random.nextInt(20) : 1,
                1 + random.nextInt(100));
    }

    private boolean sometimes() {
        return random.nextInt(4) == 0;
    }

    /** A part of one of them, in any case. */
    private String title() {
        String title = RandomTypes.TITLES.get(random.nextInt(RandomTypes.TITLES.size())) + " 1";
        int begin = title.offsetByCodePoints(0, random.nextInt(title.codePointCount(0, title.length())));
        String part = title.substring(begin);
        return random.nextBoolean() ? part : part.toUpperCase(Locale.ROOT);
    }

    private List<Long> ids() {
        return LongStream.generate(() -> random.nextInt(TYPES + 5))
                .limit(1 + random.nextInt(40))
                .boxed()
                .toList();
    }

    private static <T> T found(Supplier<Uni<Reading<T>>> reading) throws Throwable {
        return ((Found<T>) VertxContextSupport.subscribeAndAwait(reading)).value();
    }

    private static String text(Bodies bodies) {
        byte[] bytes = new byte[bodies.length()];
        bodies.copyTo(bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
