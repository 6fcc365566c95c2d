package io.loyaltymirror.mirror;

import static io.loyaltymirror.mirror.OwnRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.TypePayload;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What upstream answered a write with, against what scans see before and after it. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class WriteThroughTest {

    private static final Kind KIND = Kind.CERTIFICATE_TYPE;

    @Inject
    Publication publication;

    @Inject
    Pool pool;

    Mirror mirror;
    private OwnRows rows;
    private Instant now;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        rows = new OwnRows(mirror.database(), publication, pool, 33);
        rows.make();
        now = Instant.parse(mirror.database()
                .text("SELECT to_char(mirror_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    @AfterEach
    void noChain() {
        rows.remove();
    }

    private Instant ago(int seconds) {
        return now.minusSeconds(seconds);
    }

    private long generation() {
        return mirror.database().number("SELECT generation FROM chain WHERE id = 33");
    }

    @Test
    void scanThatAskedBeforeAWriteDoesNotOverwriteIt() {
        rows.publish(ago(300), row(1, "old"));
        rows.writeThrough(ago(100), row(1, "written"));
        assertThat(rows.publish(ago(101), row(1, "older")).superseded()).isEqualTo(1);
        assertThat(rows.of(1, "title")).isEqualTo("written");
    }

    @Test
    void soonAfterAWriteNoScanCountsAgainstIt() {
        rows.publish(ago(300), row(1, "old"));
        rows.writeThrough(ago(100), row(1, "written"));
        assertThat(rows.publish(ago(71), row(1, "old")).superseded()).isEqualTo(1);
        assertThat(rows.of(1, "title")).isEqualTo("written");
        assertThat(rows.publish(ago(69), row(1, "changed")).changed()).isEqualTo(1);
        assertThat(rows.of(1, "title")).isEqualTo("changed");
    }

    @Test
    void soonAfterAWriteNoAbsenceCounts() {
        rows.writeThrough(ago(100), row(1, "written"));
        assertThat(rows.absent(ago(101))).as("asked before it").isEmpty();
        assertThat(rows.absent(ago(71))).isEmpty();
        assertThat(rows.absent(ago(69))).containsExactly(1L);
    }

    /** A stamp that was left by a clock before a fail-over protects nothing, or it would do so for ever. */
    @Test
    void writeInTheFutureProtectsNothing() {
        rows.writeThrough(now.plusSeconds(3_600), row(1, "written"));
        assertThat(rows.absent(now)).containsExactly(1L);
        assertThat(rows.publish(now, row(1, "scanned")).changed()).isEqualTo(1);
    }

    /** The scan asked before the write and comes after it: without the stamp it would bring back what was before. */
    @Test
    void writeOfWhatStandsThereAlreadyWritesItsStamp() {
        TypePayload same = row(1, "same").laidOver(KIND, "{}");
        rows.publish(ago(300), same);
        long generation = generation();
        rows.writeThrough(ago(100), same);
        assertThat(rows.of(1, "observed_at = written_at")).isEqualTo("t");
        assertThat(generation()).isEqualTo(generation);
        assertThat(rows.publish(ago(200), row(1, "before")).superseded()).isEqualTo(1);
        assertThat(rows.of(1, "title")).isEqualTo("same");
    }

    @Test
    void whatTheAnswerHasNotStays() {
        TypePayload row = row(1, "old");
        rows.publish(
                ago(300),
                new TypePayload(
                        1,
                        "old",
                        "{\"id\":1,\"title\":\"old\",\"note\":\"kept\",\"weight\":3}",
                        row.contentHash(),
                        row.definitionHash()));
        rows.writeThrough(
                ago(100),
                new TypePayload(
                        1,
                        "new",
                        "{\"id\":1,\"title\":\"new\",\"weight\":4}",
                        row.contentHash(),
                        row.definitionHash()));
        assertThat(rows.of(1, "concat_ws(' ', title, body ->> 'note', weight)")).isEqualTo("new kept 4");
        assertThat(mirror.database()
                        .text("SELECT op || ' ' || cause || fields::text FROM change WHERE chain_id = 33"
                                + " ORDER BY generation DESC"))
                .isEqualTo("CHANGED write{title,weight}");
    }

    @Test
    void writeOfAGoneTypeBringsItBack() {
        rows.publish(ago(300), row(1, "old"));
        rows.publishing(publishing -> publishing.gone(List.of(1L)));
        rows.writeThrough(ago(100), row(1, "old"));
        assertThat(rows.of(1, "state")).isEqualTo("LIVE");
        assertThat(mirror.database().text("SELECT op FROM change WHERE chain_id = 33 ORDER BY generation DESC"))
                .isEqualTo("BACK");
    }

    /** Two scans, no write: the stamp alone decides. */
    @Test
    void olderScanNeverBeatsANewerOne() {
        rows.publish(ago(100), row(1, "new"));
        assertThat(rows.publish(ago(101), row(1, "old")).superseded()).isEqualTo(1);
        assertThat(rows.of(1, "title")).isEqualTo("new");
        assertThat(rows.absent(ago(101))).as("nor does its absence").isEmpty();
        assertThat(rows.absent(ago(99))).containsExactly(1L);
    }
}
