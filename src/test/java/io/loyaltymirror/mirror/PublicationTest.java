package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.TypePayload;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class PublicationTest {

    private static final ChainId CHAIN = new ChainId(31);
    private static final Fence FENCE = new Fence(CHAIN, 3);
    private static final long RUN = 31;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Publication publication;

    @Inject
    Pool pool;

    Mirror mirror;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        sql("INSERT INTO chain (id, enabled, fence) VALUES (31, false, 3)");
    }

    @AfterEach
    void noChain() {
        sql("DROP TRIGGER IF EXISTS refuse ON certificate_type");
        sql("DELETE FROM certificate_type WHERE chain_id = 31");
        sql("DELETE FROM change WHERE chain_id IN (31, 32)");
        sql("DELETE FROM chain WHERE id = 31");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private static TypePayload row(long id, String title) {
        String hash = String.format("%064x", title.hashCode() & 0xffffffffL);
        return new TypePayload(id, title, "{\"id\":" + id + ",\"title\":\"" + title + "\"}", hash, hash);
    }

    private Uni<Published> publishing(Instant at, List<TypePayload> rows) {
        return publishing(FENCE, at, rows);
    }

    private Uni<Published> publishing(Fence fence, Instant at, List<TypePayload> rows) {
        Seen seen = publication.seen(fence.chain(), Kind.CERTIFICATE_TYPE, RUN);
        return seen.add(rows, at)
                .chain(() -> SqlTransaction.in(
                        pool,
                        tx -> publication
                                .begin(tx, fence, Kind.CERTIFICATE_TYPE)
                                .chain(publishing -> publishing
                                        .rows(seen)
                                        .call(publishing::finish)
                                        .map(Publishing.RowsPublished::account))));
    }

    private Published publish(Instant at, TypePayload... rows) {
        return publishing(at, List.of(rows)).await().atMost(PATIENCE);
    }

    private String title(long id) {
        return mirror.database().text("SELECT title FROM certificate_type WHERE chain_id = 31 AND id = " + id);
    }

    private long generation() {
        return mirror.database().number("SELECT generation FROM chain WHERE id = 31");
    }

    @Test
    void generationMovesOnlyIfSomethingChanged() {
        assertThat(publish(Instant.now(), row(1, "a"), row(2, "b"))).isEqualTo(new Published(2, 0, 0, 0, 0));
        assertThat(publish(Instant.now(), row(1, "a"), row(2, "b"))).isEqualTo(new Published(0, 0, 2, 0, 0));
        assertThat(publish(Instant.now(), row(1, "A"), row(2, "b"))).isEqualTo(new Published(0, 1, 1, 0, 0));
        assertThat(generation()).isEqualTo(2);
    }

    @Test
    void olderNeverBeatsNewer() {
        Instant now = Instant.now();
        publish(now, row(1, "new"));
        assertThat(publish(now.minusSeconds(1), row(1, "old")).superseded()).isEqualTo(1);
        assertThat(title(1)).isEqualTo("new");
        assertThat(generation()).isEqualTo(1);
    }

    @Test
    void stampFromTheFutureProtectsNothing() {
        publish(Instant.now().plusSeconds(3600), row(1, "from a clock that was ahead"));
        publish(Instant.now(), row(1, "now"));
        assertThat(title(1)).isEqualTo("now");
    }

    @Test
    void lostFencePublishesNothing() {
        sql("UPDATE chain SET fence = 4 WHERE id = 31");
        assertThatThrownBy(() -> publish(Instant.now(), row(1, "a"))).isInstanceOf(FencedException.class);
        assertThat(title(1)).isNull();
    }

    /** Two versions of the service side by side must not rewrite each other's rows. */
    @Test
    void rowThatAnotherVersionHashedIsHashedAnewWithoutAChange() {
        publish(Instant.now(), row(1, "a"), row(2, "b"));
        sql("UPDATE certificate_type SET hash_version = 0, content_hash = 'other' WHERE chain_id = 31");
        assertThat(publish(Instant.now(), row(1, "a"), row(2, "B"))).isEqualTo(new Published(0, 1, 1, 0, 0));
        assertThat(mirror.database().number("SELECT generation FROM certificate_type WHERE chain_id = 31 AND id = 1"))
                .isEqualTo(1);
        assertThat(publish(Instant.now(), row(1, "a"), row(2, "B"))).isEqualTo(new Published(0, 0, 2, 0, 0));
    }

    @Test
    void rowsOfAnotherChainWithTheSameIdsAreAnotherChains() {
        sql("INSERT INTO chain (id, enabled) VALUES (32, false)");
        publish(Instant.now(), row(1, "mine"));
        publishing(new Fence(new ChainId(32), 0), Instant.now(), List.of(row(1, "theirs")))
                .await()
                .atMost(PATIENCE);
        assertThat(title(1)).isEqualTo("mine");
        sql("DELETE FROM certificate_type WHERE chain_id = 32");
        sql("DELETE FROM chain WHERE id = 32");
    }

    @Test
    void rowThatTheDatabaseRefusesIsFoundAndTheOthersAreWritten() {
        sql("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF new.id IN (13, 40)"
                + " THEN RAISE 'no' USING ERRCODE = '22023'; END IF; RETURN new; END $$");
        sql("CREATE TRIGGER refuse BEFORE INSERT ON certificate_type FOR EACH ROW EXECUTE FUNCTION refuse()");
        List<TypePayload> rows = new ArrayList<>();
        for (int id = 1; id <= 50; id++) {
            rows.add(row(id, "t" + id));
        }
        Published published = publishing(Instant.now(), rows).await().atMost(PATIENCE);
        assertThat(published).isEqualTo(new Published(48, 0, 0, 0, 2));
        assertThat(title(13)).isNull();
        assertThat(mirror.database().number("SELECT count(*) FROM certificate_type WHERE chain_id = 31"))
                .isEqualTo(48);
    }

    /** The lock is a statement of its own: what follows it sees the rows of the writer that held it before. */
    @Test
    void publisherThatWaitedSeesWhatTheOtherWrote() throws SQLException {
        try (Connection other = mirror.database().connect()) {
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM chain WHERE id = 31 FOR NO KEY UPDATE");
                CompletableFuture<Published> waiting =
                        publishing(Instant.now(), List.of(row(1, "scan"))).subscribeAsCompletionStage();
                statement.execute("""
                        INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash,
                               hash_version, observed_at, generation)
                        VALUES (31, 1, '{"title": "write"}', '', '', '', 1, clock_timestamp(), 1)""");
                statement.execute("SELECT pg_sleep(0.3)");
                assertThat(waiting).isNotDone();
                other.commit();
                assertThat(waiting.join().superseded()).isEqualTo(1);
            }
        }
        assertThat(title(1)).isEqualTo("write");
    }

    @Test
    void publishersOfTheSameRowsInAnyOrderNeverDeadlock() {
        Random random = new Random(1);
        List<CompletableFuture<Published>> all = new ArrayList<>();
        for (int publisher = 0; publisher < 40; publisher++) {
            List<TypePayload> rows = new ArrayList<>();
            for (int id = 1; id <= 200; id++) {
                rows.add(row(id, "p" + publisher));
            }
            Collections.shuffle(rows, random);
            all.add(publishing(Instant.now().plusMillis(publisher), rows).subscribeAsCompletionStage());
        }
        all.forEach(CompletableFuture::join);
        assertThat(mirror.database().number("SELECT count(DISTINCT title) FROM certificate_type WHERE chain_id = 31"))
                .as("each publication is whole")
                .isEqualTo(1);
    }
}
