package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scan compared with the mirror at its begin is compared again where the mirror moved since. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class BaselineTest {

    private static final Instant SCANNED = Instant.now();
    private static final Instant LONG_BEFORE = SCANNED.minusSeconds(3600);

    @Inject
    Publication publication;

    @Inject
    Pool pool;

    Mirror mirror;
    OwnRows rows;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        rows = new OwnRows(mirror.database(), publication, pool, 37);
        rows.make();
        rows.publish(LONG_BEFORE, OwnRows.row(1, "one"), OwnRows.row(2, "two"), OwnRows.row(3, "three"));
    }

    @AfterEach
    void noChain() {
        rows.remove();
    }

    private Seen seenAll() {
        return rows.seen(SCANNED, OwnRows.row(1, "one"), OwnRows.row(2, "two"), OwnRows.row(3, "three"));
    }

    private List<Long> absent(Seen seen) {
        return rows.publishing(publishing -> publishing.absences(seen, SCANNED)).rows().stream()
                .map(Absences.Absent::id)
                .toList();
    }

    @Test
    void unchangedWritesNothingAndMissesNothing() {
        Seen seen = seenAll();
        assertThat(rows.publishing(publishing -> publishing.rows(seen)).account())
                .isEqualTo(new Published(0, 0, 3, 0, 0));
        assertThat(absent(seen)).isEmpty();
    }

    /** Its body was not kept, for it was as the mirror had it: the next scan writes it. */
    @Test
    void whatWasWrittenMeanwhileUponOlderEvidenceGivesWayToTheNextScan() {
        Seen seen = seenAll();
        rows.writeThrough(SCANNED.minusSeconds(1800), OwnRows.row(2, "older"));
        assertThat(rows.publishing(publishing -> publishing.rows(seen)).account())
                .isEqualTo(new Published(0, 0, 2, 1, 0));
        Seen next = seenAll();
        assertThat(rows.publishing(publishing -> publishing.rows(next)).account())
                .isEqualTo(new Published(0, 1, 2, 0, 0));
        assertThat(rows.of(2, "title")).isEqualTo("two");
    }

    @Test
    void whatWasWrittenMeanwhileUponNewerEvidenceStays() {
        Seen seen = seenAll();
        rows.writeThrough(Instant.now(), OwnRows.row(2, "newer"));
        assertThat(rows.publishing(publishing -> publishing.rows(seen)).account())
                .isEqualTo(new Published(0, 0, 2, 1, 0));
        assertThat(rows.of(2, "title")).isEqualTo("newer");
    }

    @Test
    void whatWasSuspectedMeanwhileIsThereAgain() {
        Seen seen = seenAll();
        OwnRows.get(SqlTransaction.in(
                pool, tx -> publication.writeSuspect(tx, rows.id(), Kind.CERTIFICATE_TYPE, 2, LONG_BEFORE)));
        assertThat(rows.of(2, "state")).isEqualTo("SUSPECT");
        rows.publishing(publishing -> publishing.rows(seen));
        assertThat(rows.of(2, "state")).isEqualTo("LIVE");
    }

    @Test
    void whatCameMeanwhileUponOlderEvidenceIsAbsent() {
        Seen seen = seenAll();
        rows.writeThrough(LONG_BEFORE, OwnRows.row(4, "four"));
        assertThat(absent(seen)).containsExactly(4L);
    }

    @Test
    void whatIsKnownByItsIdAloneIsAbsent() {
        mirror.database().execute("UPDATE certificate_type SET listed = false WHERE chain_id = 37 AND id = 3");
        assertThat(rows.absent(SCANNED, OwnRows.row(1, "one"), OwnRows.row(2, "two")))
                .containsExactly(3L);
    }

    @Test
    void whatWasKnownByItsIdAloneIsListedOnceItIsSeen() {
        mirror.database().execute("UPDATE certificate_type SET listed = false WHERE chain_id = 37 AND id = 3");
        Seen seen = seenAll();
        assertThat(rows.publishing(publishing -> publishing.rows(seen)).account())
                .isEqualTo(new Published(0, 1, 2, 0, 0));
        assertThat(rows.of(3, "listed::text")).isEqualTo("true");
    }

    @Test
    void whatWasSuspectedBeforeIsThereAgain() {
        mirror.database()
                .execute("UPDATE certificate_type SET state = 'SUSPECT', absent_since = mirror_now(), absences = 1"
                        + " WHERE chain_id = 37 AND id = 2");
        Seen seen = seenAll();
        rows.publishing(publishing -> publishing.rows(seen));
        assertThat(rows.of(2, "state")).isEqualTo("LIVE");
    }

    @Test
    void whatWasGoneIsBack() {
        mirror.database().execute("UPDATE certificate_type SET state = 'GONE' WHERE chain_id = 37 AND id = 2");
        Seen seen = seenAll();
        assertThat(rows.publishing(publishing -> publishing.rows(seen)).account())
                .isEqualTo(new Published(0, 1, 2, 0, 0));
        assertThat(rows.of(2, "state")).isEqualTo("LIVE");
    }

    @Test
    void rowThatCannotBeReadIsThere() {
        Seen seen = rows.seen(SCANNED, OwnRows.row(1, "one"), OwnRows.row(2, "two"));
        assertThat(absent(seen)).containsExactly(3L);
        seen.addUnreadable(List.of(3L));
        assertThat(absent(seen)).isEmpty();
    }

    /** The second reading shows it as it was. */
    @Test
    void whatDifferedInTheReadingBeforeCountsNoMore() {
        Seen seen = rows.seen(SCANNED, OwnRows.row(1, "one"), OwnRows.row(2, "torn"));
        seen.restart();
        assertThat(absent(seen)).containsExactlyInAnyOrder(1L, 2L, 3L);
        OwnRows.get(seen.add(List.of(OwnRows.row(2, "two")), SCANNED));
        assertThat(rows.publishing(publishing -> publishing.rows(seen)).account())
                .isEqualTo(new Published(0, 0, 1, 0, 0));
    }
}
