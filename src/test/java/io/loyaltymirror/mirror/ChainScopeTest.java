package io.loyaltymirror.mirror;

import static io.loyaltymirror.mirror.OwnRows.get;
import static io.loyaltymirror.mirror.OwnRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.UnreadableRow;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ids are unique inside a chain only: two chains have the same ones here, and no statement takes one for the other. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ChainScopeTest {

    private static final Kind KIND = Kind.CERTIFICATE_TYPE;
    private static final Instant BEGIN = Instant.now().minusSeconds(600);

    @Inject
    Publication publication;

    @Inject
    Holds holds;

    @Inject
    Quarantine quarantine;

    @Inject
    Pool pool;

    Mirror mirror;
    private OwnRows mine;
    private OwnRows theirs;
    private String before;

    /** The other's rows are the first in the table: a statement that does not look at the chain finds them first. */
    @BeforeEach
    void chains() {
        mirror.awaitFirstSync();
        mine = new OwnRows(mirror.database(), publication, pool, 34);
        theirs = new OwnRows(mirror.database(), publication, pool, 35);
        theirs.make();
        mine.make();
        theirs.publish(BEGIN, row(1, "a"), row(2, "theirs"), row(3, "theirs"));
        before = theirs.everything();
    }

    /** Whatever was done, it was done to this chain. */
    @AfterEach
    void theirsIsAsItWas() {
        try {
            assertThat(theirs.everything()).isEqualTo(before);
        } finally {
            mine.remove();
            theirs.remove();
        }
    }

    private void both(String update) {
        mirror.database().execute(update);
        before = theirs.everything();
    }

    @Test
    void rowThatTheOtherHasIsNewHere() {
        assertThat(mine.publish(BEGIN, row(1, "a")).fresh()).isEqualTo(1);
        assertThat(mine.of(1, "title")).isEqualTo("a");
        assertThat(mirror.database().text("SELECT op || cardinality(fields) FROM change WHERE chain_id = 34"))
                .isEqualTo("CREATED0");
    }

    @Test
    void bodyIsKeptForWhatDiffersHere() {
        mine.publish(BEGIN, row(2, "mine"));
        assertThat(mine.seen(Instant.now(), row(2, "mine")).text(2)).isEmpty();
        assertThat(mine.seen(Instant.now(), row(2, "theirs")).text(2)).isNotEmpty();
    }

    @Test
    void newerObservationOfTheOtherSupersedesNothingHere() {
        theirs.publish(Instant.now(), row(2, "newer"));
        before = theirs.everything();
        mine.publish(BEGIN.minusSeconds(9), row(2, "old"));
        assertThat(mine.publish(BEGIN, row(2, "mine")).superseded()).isZero();
        assertThat(mine.of(2, "title")).isEqualTo("mine");
    }

    @Test
    void rowOfAnotherVersionIsHashedAnewHere() {
        mine.publish(BEGIN, row(1, "a"));
        both("UPDATE certificate_type SET hash_version = 0 WHERE chain_id IN (34, 35)");
        mine.publish(Instant.now(), row(1, "a"));
        assertThat(mine.of(1, "hash_version")).isNotEqualTo("0");
    }

    @Test
    void suspicionEndsHere() {
        mine.publish(BEGIN, row(1, "a"), row(2, "mine"));
        both(
                "UPDATE certificate_type SET state = 'SUSPECT', absences = 1, absent_since = now() WHERE chain_id IN (34, 35)");
        mine.publish(Instant.now(), row(1, "a"));
        mine.publishing(publishing -> publishing.present(List.of(2L)));
        assertThat(mine.of(1, "state") + mine.of(2, "state")).isEqualTo("LIVELIVE");
    }

    @Test
    void absentIsWhatThisChainHas() {
        mine.publish(BEGIN, row(1, "a"), row(2, "mine"));
        Seen seen = mine.seen(Instant.now(), row(1, "a"));
        Absences absences = get(publication.absences(mine.id(), KIND, seen, Instant.now()));
        assertThat(absences.rows()).extracting(Absences.Absent::id).containsExactly(2L);
        assertThat(absences.live()).isEqualTo(2);
    }

    @Test
    void ladderIsGoneDownHere() {
        mine.publish(BEGIN, row(1, "a"), row(2, "mine"), row(3, "mine"));
        List<Long> ids = List.of(1L, 2L, 3L);
        mine.publishing(publishing -> publishing.suspect(ids, BEGIN));
        mine.publishing(publishing -> publishing.gone(List.of(3L)));
        assertThat(mine.of(1, "state") + mine.of(3, "state")).isEqualTo("SUSPECTGONE");
    }

    @Test
    void absencesAreCountedHere() {
        mine.publish(BEGIN, row(1, "a"));
        both(
                "UPDATE certificate_type SET state = 'SUSPECT', absences = 1, absent_since = now() WHERE chain_id IN (34, 35)");
        mine.publishing(publishing -> publishing.absentAgain(List.of(1L)));
        assertThat(mine.of(1, "absences")).isEqualTo("2");
    }

    @Test
    void answerIsLaidOverTheRowOfThisChain() {
        TypePayload whole = row(2, "mine");
        mine.publish(
                BEGIN,
                new TypePayload(
                        2,
                        "mine",
                        "{\"id\":2,\"title\":\"mine\",\"note\":\"of mine\"}",
                        whole.contentHash(),
                        whole.definitionHash()));
        mine.writeThrough(Instant.now(), row(2, "written"));
        assertThat(mine.of(2, "body ->> 'note'")).isEqualTo("of mine");
    }

    @Test
    void stampIsWrittenHere() {
        TypePayload same = row(1, "a").laidOver(KIND, "{}");
        mine.publish(BEGIN, same);
        theirs.publish(BEGIN.plusSeconds(1), same);
        before = theirs.everything();
        long generation = mirror.database().number("SELECT generation FROM chain WHERE id = 34");
        mine.writeThrough(Instant.now(), same);
        assertThat(mine.of(1, "written_at IS NOT NULL")).isEqualTo("t");
        assertThat(mirror.database().number("SELECT generation FROM chain WHERE id = 34"))
                .isEqualTo(generation);
    }

    @Test
    void completeScanIsOfThisChain() {
        mine.publishing(publishing -> publishing.complete(BEGIN));
        assertThat(mirror.database().text("SELECT as_of IS NOT NULL FROM chain_kind WHERE chain_id = 34"))
                .isEqualTo("t");
    }

    @Test
    void lastChangeOfTheOtherMovesNoTimeHere() {
        both("UPDATE change SET generation = 1000000, at = now() + interval '1 day' WHERE chain_id = 35");
        mine.publish(BEGIN, row(1, "a"));
        assertThat(mirror.database().text("SELECT at < now() + interval '1 minute' FROM change WHERE chain_id = 34"))
                .isEqualTo("t");
    }

    /** Who publishes another chain is not waited for. */
    @Test
    void lockIsOnThisChainAlone() throws SQLException {
        try (Connection other = mirror.database().connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM chain WHERE id = 35 FOR NO KEY UPDATE");
            assertThat(mine.publish(BEGIN, row(1, "a")).fresh()).isEqualTo(1);
            other.rollback();
        }
    }

    @Test
    void holdsAreOfThisChain() {
        get(SqlTransaction.in(pool, tx -> holds.hold(tx, theirs.id(), KIND, 1, Set.of(1L, 2L))));
        before = theirs.everything();
        assertThat(get(holds.of(mine.id(), KIND)).held()).isEmpty();
        assertThat(get(holds.release(mine.id(), KIND, "me", "test"))).isNull();
        get(SqlTransaction.in(pool, tx -> holds.hold(tx, mine.id(), KIND, 1, Set.of(1L, 2L))));
        Seen seen = mine.seen(Instant.now(), row(1, "a"));
        get(SqlTransaction.in(pool, tx -> holds.seenAgain(tx, mine.id(), KIND, seen)));
        assertThat(get(holds.of(mine.id(), KIND)).held()).containsExactly(2L);
        assertThat(get(holds.release(mine.id(), KIND, "me", "test")).types()).isEqualTo(1);
    }

    @Test
    void quarantineIsOfThisChain() {
        List<UnreadableRow> rows = List.of(new UnreadableRow(OptionalLong.of(1), "odd", "{}"));
        get(quarantine.keep(theirs.id(), KIND, 1, rows));
        before = theirs.everything();
        get(quarantine.keep(mine.id(), KIND, 2, rows));
        assertThat(mirror.database().number("SELECT run_id FROM quarantine WHERE chain_id = 34"))
                .isEqualTo(2);
    }
}
