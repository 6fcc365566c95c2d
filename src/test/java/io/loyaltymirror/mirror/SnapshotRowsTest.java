package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read for the heap, and that it comes from the server that writes and from no other. */
class SnapshotRowsTest {

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedDatabase database = EmbeddedDatabase.create();

    @BeforeEach
    void chain() {
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), "postgres", null)
                .load()
                .migrate();
        database.execute("INSERT INTO chain (id, enabled, generation) VALUES (5, false, 41)");
        database.execute("CREATE SCHEMA lagging; CREATE FUNCTION lagging.pg_is_in_recovery() RETURNS boolean"
                + " LANGUAGE sql AS 'SELECT true'");
    }

    @AfterEach
    void close() {
        vertx.closeAndAwait();
    }

    private SnapshotRows rows(String path) {
        PgConnectOptions options =
                PgConnectOptions.fromUri(database.url()).setUser("postgres").setProperties(Map.of("search_path", path));
        return new SnapshotRows(
                new Pool(PgBuilder.pool()
                        .connectingTo(options)
                        .using(vertx.getDelegate())
                        .build()),
                new DatabaseClock());
    }

    @Test
    void serverThatWritesIsBelieved() {
        SnapshotRows rows = rows("public, pg_catalog");
        assertThat(rows.standings(Set.of(5L)).await().indefinitely()).containsOnlyKeys(5L);
        assertThat(rows.load(new ChainId(5), 1).await().indefinitely()).isPresent();
    }

    /** Told apart by the database: what is too large never leaves it. */
    @Test
    void chainThatIsTooLargeIsNotRead() {
        database.execute("""
                INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                       observed_at, generation)
                VALUES (5, 1, '{"id": 1}', '', '', '', 1, now(), 1)""");
        SnapshotRows rows = rows("public, pg_catalog");
        assertThat(rows.load(new ChainId(5), 9)
                        .await()
                        .indefinitely()
                        .orElseThrow()
                        .isTooLarge())
                .isFalse();
        assertThat(rows.load(new ChainId(5), 8)
                        .await()
                        .indefinitely()
                        .orElseThrow()
                        .isTooLarge())
                .isTrue();
    }

    @Test
    void removedChainIsNeitherSeenNorLoaded() {
        database.execute("UPDATE chain SET removed_at = now()");
        SnapshotRows rows = rows("public, pg_catalog");
        assertThat(rows.standings(Set.of(5L)).await().indefinitely()).isEmpty();
        assertThat(rows.load(new ChainId(5), 1).await().indefinitely()).isEmpty();
    }

    /** A connection that goes there by mistake, or that stayed when its server was put back. */
    @Test
    void standbyIsNot() {
        SnapshotRows rows = rows("lagging, public, pg_catalog");
        assertThatThrownBy(() -> rows.standings(Set.of(5L)).await().indefinitely())
                .matches(DatabaseAbsence::isReason)
                .hasMessageContaining("standby");
        assertThatThrownBy(() -> rows.load(new ChainId(5), 1).await().indefinitely())
                .matches(DatabaseAbsence::isReason)
                .hasMessageContaining("standby");
    }
}
