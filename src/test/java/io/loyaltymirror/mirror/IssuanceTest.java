package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.TypePayload;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as sold, whatever totals upstream shows and whatever the clocks say. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class IssuanceTest {

    private static final Instant MONDAY = Instant.parse("2026-11-02T12:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-03T12:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-04T12:00:00Z");

    @Inject
    Publication publication;

    @Inject
    Pool pool;

    Mirror mirror;
    private OwnRows rows;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        rows = new OwnRows(mirror.database(), publication, pool, 34);
        rows.make();
    }

    @AfterEach
    void noChain() {
        rows.remove();
    }

    private void seen(Instant at, String total) {
        String hash = String.format("%064x", total.hashCode() & 0xffffffffL);
        String body = "{\"id\": 1, \"title\": \"x\", \"released_total\": " + total + "}";
        rows.writeThrough(at, new TypePayload(1, "x", body, hash, "0".repeat(64)));
    }

    /** A day each: issued, fell and the total, and whether one knows since when. */
    private String sold() {
        return mirror.database()
                .text("SELECT string_agg(to_char(day, 'DD') || ' +' || issued || ' -' || fell || ' =' || total"
                        + " || CASE WHEN since IS NULL THEN '' ELSE ' since ' || to_char(since AT TIME ZONE 'UTC', 'DD') END,"
                        + " ', ' ORDER BY day) FROM issuance WHERE chain_id = 34");
    }

    @Test
    void whatWasSoldBeforeItWasSeenCountsNothing() {
        seen(MONDAY, "50");
        assertThat(sold()).isEqualTo("02 +0 -0 =50");
    }

    @Test
    void dayIsOfTheLookAndStepsOfADayAddUp() {
        seen(MONDAY, "50");
        seen(MONDAY.plusSeconds(60), "52");
        seen(WEDNESDAY, "53");
        seen(WEDNESDAY.plusSeconds(60), "57");
        assertThat(sold()).isEqualTo("02 +2 -0 =52 since 02, 04 +5 -0 =57 since 02");
    }

    @Test
    void fallIsNoSale() {
        seen(MONDAY, "50");
        seen(TUESDAY, "0");
        seen(TUESDAY.plusSeconds(60), "3");
        assertThat(sold()).isEqualTo("02 +0 -0 =50, 03 +3 -50 =3 since 02");
    }

    /** They are published all the same, and counted once they can be. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "\"many\"", "-1", "1.5", "9223372036854775807", "1e300", "[]"})
    void totalThatIsNoneIsPublishedAndNothingIsLostMeanwhile(String odd) {
        seen(MONDAY, "50");
        seen(TUESDAY, odd);
        assertThat(rows.of(1, "(body -> 'released_total') = '" + odd + "'")).isEqualTo("t");
        seen(WEDNESDAY, "55");
        assertThat(sold()).isEqualTo("02 +0 -0 =50, 04 +5 -0 =55 since 02");
    }

    /** The newest scan has the row, but nobody could read it: what it showed is not known. */
    @Test
    void scanThatCouldNotReadTheRowIsNoLook() {
        seen(MONDAY, "50");
        mirror.database().execute("UPDATE chain_kind SET as_of = '2026-11-03T12:00:00Z' WHERE chain_id = 34");
        mirror.database().execute("""
                INSERT INTO quarantine (chain_id, kind, digest, type_id, reason, raw, run_id, first_seen, last_seen)
                VALUES (34, 'certificate_type', '', 1, '', '', 1, '2026-11-03T12:00:01Z', '2026-11-03T12:00:01Z')""");
        seen(WEDNESDAY, "55");
        assertThat(sold()).isEqualTo("02 +0 -0 =50, 04 +5 -0 =55 since 02");
    }

    @Test
    void scanThatReadTheRowIsALook() {
        seen(MONDAY, "50");
        mirror.database().execute("UPDATE chain_kind SET as_of = '2026-11-03T12:00:00Z' WHERE chain_id = 34");
        seen(WEDNESDAY, "55");
        assertThat(sold()).isEqualTo("02 +0 -0 =50, 04 +5 -0 =55 since 03");
    }

    @Test
    void goneTypeThatIsBackHasSoldMeanwhile() {
        seen(MONDAY, "50");
        mirror.database().execute("UPDATE certificate_type SET state = 'GONE' WHERE chain_id = 34");
        seen(WEDNESDAY, "54");
        assertThat(sold()).isEqualTo("02 +0 -0 =50, 04 +4 -0 =54 since 02");
    }

    /** After a fail-over to a server whose clock is right: it counts on the newest day, and nothing twice. */
    @Test
    void clockThatWentBackCountsNothingTwice() {
        seen(MONDAY, "50");
        seen(WEDNESDAY, "60");
        seen(TUESDAY, "62");
        seen(TUESDAY.plusSeconds(60), "65");
        assertThat(sold()).isEqualTo("02 +0 -0 =50, 04 +15 -0 =65 since 02");
    }

    /** A version without counts wrote the row while both were running. */
    @Test
    void totalOfTheRowIsTakenWhereNoneWasCounted() {
        seen(MONDAY, "50");
        mirror.database().execute("DELETE FROM issuance WHERE chain_id = 34");
        seen(TUESDAY, "54");
        assertThat(sold()).isEqualTo("03 +4 -0 =54 since 02");
    }

    @Test
    void rowWhoseTotalStoodStillIsNoSale() {
        seen(MONDAY, "50");
        seen(TUESDAY, "50");
        assertThat(sold()).isEqualTo("02 +0 -0 =50");
    }
}
