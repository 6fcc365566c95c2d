package io.loyaltymirror.mirror;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.sandbox.BodyForm;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.TypeRows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the metrics and the headers say of how fresh the mirror is, and what they count. */
@QuarkusTest
@TestProfile(OwnTime.class)
class FreshnessTest {

    private static final String CERTIFICATES = "certificate_type";

    @Inject
    Freshness freshness;

    Mirror mirror;

    @BeforeEach
    void mirrorIsFresh() {
        mirror.awaitFirstSync();
        mirror.sync(Mirror.SMALL);
    }

    private void look() {
        freshness.look().await().atMost(Duration.ofSeconds(10));
    }

    /** As a scrape shows it; null where it does not. */
    private static Double metric(String name, String... tags) {
        return given().port(9001)
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .filter(line -> Arrays.stream(tags).allMatch(line::contains))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1).replace("Inf", "Infinity"))
                .map(Double::valueOf)
                .findFirst()
                .orElse(null);
    }

    private static Double ofChain(String name, long chain) {
        return metric(name, "chain=\"" + chain + "\"", "kind=\"certificate_type\"");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private int age(String path) {
        return Integer.parseInt(
                mirror.request().get(path).then().statusCode(200).extract().header("Age"));
    }

    @Test
    void ageIsThatOfTheNewestCompleteScanByTheDatabasesClock() {
        look();
        assertThat(ofChain("mirror_freshness_seconds", Mirror.SMALL)).isBetween(0.0, 30.0);
        new SqlClock(mirror.database()).advance(Duration.ofMinutes(10));
        look();
        assertThat(ofChain("mirror_freshness_seconds", Mirror.SMALL)).isBetween(600.0, 630.0);
        assertThat(age("/api/v1/chain/706029/loyalty/certificate_types")).isBetween(600, 630);
        assertThat(age("/api/v1/chain/706029/loyalty/abonement_types")).isBetween(600, 630);
        long id = mirror.sandbox()
                .chains()
                .get(Mirror.SMALL)
                .certificateTypes()
                .ids()
                .getFirst();
        assertThat(age("/api/v1/chain/706029/loyalty/certificate_types/" + id)).isBetween(600, 630);
    }

    @Test
    void ageGrowsWhileTheDatabaseIsAway() {
        look();
        double before = ofChain("mirror_freshness_seconds", Mirror.SMALL);
        mirror.database().whileAway(() -> {
            look();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> ofChain("mirror_freshness_seconds", Mirror.SMALL) > before + 0.5);
        });
    }

    @Test
    void chainThatWasNeverReadIsInfinitelyOldAndOneThatIsNotEnabledIsNotShown() {
        sql("INSERT INTO chain (id, lease_owner, lease_until, enabled) VALUES"
                + " (61, 'another', now() + interval '9 years', true), (62, NULL, NULL, false)");
        sql("INSERT INTO chain_kind (chain_id, kind, next_due_at) VALUES"
                + " (61, 'certificate_type', now()), (62, 'certificate_type', now())");
        try {
            look();
            assertThat(ofChain("mirror_freshness_seconds", 61)).isInfinite();
            assertThat(ofChain("mirror_freshness_seconds", 62)).isNull();
            mirror.request().get("/mirror/v1/chains/61").then().body("kinds[0].age_s", nullValue());
        } finally {
            sql("DELETE FROM chain_kind WHERE chain_id IN (61, 62)");
            sql("DELETE FROM chain WHERE id IN (61, 62)");
        }
        look();
        assertThat(ofChain("mirror_freshness_seconds", 61)).isNull();
    }

    @Test
    void suspectsAndHeldTypesAreCounted() {
        look();
        assertThat(ofChain("mirror_chain_suspects", Mirror.SMALL)).isZero();
        assertThat(ofChain("mirror_chain_held", Mirror.SMALL)).isZero();
        sql("UPDATE certificate_type SET state = 'SUSPECT', absences = 1, absent_since = now() WHERE chain_id = 706029"
                + " AND id IN (SELECT id FROM certificate_type WHERE chain_id = 706029 ORDER BY id LIMIT 2)");
        sql("INSERT INTO hold (chain_id, kind, run_id, ids, opened_at)"
                + " VALUES (706029, 'certificate_type', 1, '{1,2,3}', now())");
        look();
        assertThat(ofChain("mirror_chain_suspects", Mirror.SMALL)).isEqualTo(2);
        assertThat(ofChain("mirror_chain_held", Mirror.SMALL)).isEqualTo(3);
        mirror.sync(Mirror.SMALL, CERTIFICATES);
        sql("DELETE FROM hold WHERE run_id = 1");
        look();
        assertThat(ofChain("mirror_chain_suspects", Mirror.SMALL)).isZero();
        assertThat(ofChain("mirror_chain_held", Mirror.SMALL)).isZero();
    }

    private static double runs(String outcome) {
        return metric("mirror_sync_runs_total", "kind=\"certificate_type\"", "outcome=\"" + outcome + "\"");
    }

    @Test
    void runsAreCountedByWhatTheyCameTo() {
        double complete = runs("COMPLETE");
        mirror.sync(Mirror.SMALL, CERTIFICATES);
        assertThat(runs("COMPLETE")).isEqualTo(complete + 1);
        double failed = runs("FAILED");
        var another = JsonNodeFactory.instance.objectNode().put("user_token", "another");
        mirror.sandbox().settings(mirror.sandbox().settings().with(another));
        mirror.sync(Mirror.SMALL, CERTIFICATES);
        mirror.sandbox().reset();
        assertThat(runs("FAILED")).isEqualTo(failed + 1);
        assertThat(runs("COMPLETE")).isEqualTo(complete + 1);
        assertThat(runs("PARTIAL")).isZero();
    }

    /** A run that its process left open is closed, and counted, by whoever claims the chain next. */
    @Test
    void orphanedRunIsCountedAsFenced() {
        double fenced = runs("FENCED");
        sql("INSERT INTO sync_run (chain_id, kind, started_at) VALUES (706029, 'certificate_type', now())");
        mirror.sync(Mirror.SMALL, CERTIFICATES);
        assertThat(runs("FENCED")).isEqualTo(fenced + 1);
    }

    private static double prevented() {
        return metric("mirror_false_deletes_prevented_total", "kind=\"certificate_type\"");
    }

    /** Absent from two scans, and answered by id. */
    @Test
    void falseDeleteThatWasPreventedIsCounted() {
        TypeRows types = mirror.sandbox().chains().get(Mirror.SMALL).certificateTypes();
        long id = types.ids().getFirst();
        String body = "{\"success\":true,\"data\":" + types.find(id).orElseThrow() + ",\"meta\":[]}";
        double before = prevented();
        types.delete(id);
        mirror.sync(Mirror.SMALL, CERTIFICATES);
        new SqlClock(mirror.database()).advance(Duration.ofMinutes(2));
        var there = new CannedAnswer(200, BodyForm.TEXT, null, null, body, "application/json", null, null, 0);
        mirror.sandbox().faults().next(Fault.of(there).on("GET", "certificate_types/" + id));
        assertThat(mirror.sync(Mirror.SMALL, CERTIFICATES).getInt("prevented")).isEqualTo(1);
        assertThat(prevented()).isEqualTo(before + 1);
        mirror.sandbox().reset();
    }
}
