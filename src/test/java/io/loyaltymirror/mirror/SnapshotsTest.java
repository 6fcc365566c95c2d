package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Heard;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.RegisteredChain;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads are answered from the heap, by what was published, wherever and by whatever that was. */
@QuarkusTest
@TestProfile(Heard.class)
class SnapshotsTest {

    private static final long ID = 700_300;
    private static final String LIST = "/api/v1/chain/" + ID + "/loyalty/certificate_types";

    /** What takes a notification and a load, on a machine that has other things to do. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Just after it beat: it is there again with the beat after that, and nobody hears what is published until then. */
    private static final String LOSE_LISTENER = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'loyalty-mirror listener' AND datname = current_database()"
            + " AND query_start > clock_timestamp() - interval '200 ms'";

    @Inject
    MeterRegistry meters;

    Mirror mirror;
    private RegisteredChain chain;

    @BeforeEach
    void add() {
        chain = RegisteredChain.add(mirror, ID, 10, 2);
        awaitHearing();
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @AfterEach
    void forget() {
        chain.forget();
    }

    private void awaitHearing() {
        await().atMost(Duration.ofSeconds(15)).until(() -> meter("mirror.listener.hearing") == 1);
    }

    private void awaitDeafness(String cause) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            mirror.database().execute(cause);
            return meter("mirror.listener.hearing") == 0;
        });
    }

    private double meter(String name) {
        return meters.get(name).gauge().value();
    }

    private double reads(String outcome) {
        return meters.get("mirror.snapshots.reads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private Response list() {
        return mirror.request().queryParam("page_size", 100).get(LIST);
    }

    /** As another process does it, in one transaction. */
    private void publishElsewhere(String title) {
        publish(title, "");
    }

    /** And nobody is told, as when a connection is half open. */
    private void publishUnheard(String title) {
        publish(title, "SET LOCAL session_replication_role = replica; ");
    }

    private void publish(String title, String first) {
        mirror.database()
                .execute("BEGIN; " + first + "UPDATE certificate_type SET body = jsonb_set(body, '{title}', '\"" + title
                        + "\"') WHERE chain_id = " + ID + "; UPDATE chain SET generation = generation + 1 WHERE id = "
                        + ID
                        + "; COMMIT");
    }

    @Test
    void readsAreAnsweredWithoutTheDatabase() {
        double hits = reads("hit");
        for (int i = 0; i < 50; i++) {
            list();
        }
        assertThat(reads("hit") - hits).isEqualTo(50);
        assertThat(meter("mirror.snapshots.bytes")).isGreaterThan(5_000);
        assertThat(meter("mirror.snapshots.chains")).isPositive();
    }

    @Test
    void whatIsPublishedElsewhereIsServedSoonAndFromTheHeap() {
        for (int round = 0; round < 20; round++) {
            String title = "Elsewhere " + round;
            publishElsewhere(title);
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> list().asString().contains(title));
        }
        double hits = reads("hit");
        assertThat(list().asString()).contains("Elsewhere 19");
        assertThat(reads("hit") - hits).isEqualTo(1);
    }

    @Test
    void aScanThatFoundNothingNewMakesTheSameAnswersFresher() {
        String generation = list().header("Mirror-Generation");
        String asOf = list().header("Mirror-As-Of");
        mirror.sync(ID, "certificate_type");
        await().atMost(SOON).until(() -> list().header("Mirror-As-Of").compareTo(asOf) > 0);
        assertThat(list().header("Mirror-Generation")).isEqualTo(generation);
    }

    @Test
    void chainThatIsRemovedElsewhereIsNotServed() {
        mirror.database().execute("UPDATE chain SET removed_at = mirror_now() WHERE id = " + ID);
        await().atMost(SOON).until(() -> list().statusCode() == 404);
        mirror.database().execute("UPDATE chain SET removed_at = NULL, epoch = epoch + 1 WHERE id = " + ID);
        await().atMost(SOON)
                .until(() -> String.valueOf(list().header("Mirror-Generation")).startsWith("2."));
    }

    @Test
    void chainThatIsRemovedHereIsNotServedAtOnce() {
        for (int round = 0; round < 2; round++) {
            assertThat(chain.delete("a test").statusCode()).isEqualTo(204);
            assertThat(list().statusCode()).isEqualTo(404);
            assertThat(chain.put(RegisteredChain.SELDOM).statusCode()).isEqualTo(201);
            assertThat(list().statusCode()).as("nothing of it was read").isEqualTo(503);
            chain.sync();
            await().atMost(SOON).until(() -> list().statusCode() == 200);
        }
    }

    @Test
    void ownWritesAreShownByTheNextRead() {
        for (int round = 0; round < 20; round++) {
            String title = "Till " + round;
            Response made = mirror.request()
                    .contentType("application/json")
                    .body(request(title))
                    .post(LIST);
            assertThat(made.statusCode()).isEqualTo(200);
            Response read = list();
            assertThat(read.asString()).contains(title);
            assertThat(read.header("Mirror-Generation")).isEqualTo(made.header("Mirror-Generation"));
        }
    }

    private static String request(String title) {
        try (var in = SnapshotsTest.class.getResourceAsStream(
                "/io/loyaltymirror/mutation/certificate_type_create_request.json")) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .replace("Gift Certificate 1000", title);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void generationThatACallerHasSeenElsewhereIsLookedFor() {
        for (int round = 0; round < 5; round++) {
            publishUnheard("Seen " + round);
            assertThat(list().asString()).as("nobody told").doesNotContain("Seen " + round);
            String seen = mirror.database().text("SELECT epoch || '.' || generation FROM chain WHERE id = " + ID);
            Response read = mirror.request()
                    .header("Mirror-Min-Generation", seen)
                    .queryParam("page_size", 100)
                    .get(LIST);
            assertThat(read.asString()).contains("Seen " + round);
        }
    }

    @Test
    void whileNothingIsHeardReadsCompareAndTrustReturnsByItself() {
        awaitDeafness(LOSE_LISTENER);
        publishElsewhere("Unheard");
        assertThat(list().asString()).contains("Unheard");
        awaitHearing();
        double hits = reads("hit");
        assertThat(list().asString()).contains("Unheard");
        assertThat(reads("hit") - hits).isEqualTo(1);
    }

    /** What was published while nobody listened is not served as the newest when somebody listens again. */
    @Test
    void whatWasPublishedBetweenTwoListenersIsFound() {
        awaitDeafness(LOSE_LISTENER);
        publishElsewhere("Between");
        awaitHearing();
        assertThat(list().asString()).contains("Between");
    }

    @Test
    void withoutTheDatabaseReadsGoOnAndTellTheirAge() throws InterruptedException {
        String served = list().asString();
        try (Absence _ = new Absence(mirror.database())) {
            for (int second = 0; second < 3; second++) {
                Response read = list();
                assertThat(read.statusCode()).isEqualTo(200);
                assertThat(read.asString()).isEqualTo(served);
                Thread.sleep(1_000);
            }
            Response read = list();
            assertThat(Integer.parseInt(read.header("Age"))).isGreaterThanOrEqualTo(3);
            assertThat(mirror.request().header("Mirror-Max-Age", "2").get(LIST).statusCode())
                    .isEqualTo(503);
            assertThat(mirror.request()
                            .get(LIST.replace(Long.toString(ID), "1"))
                            .statusCode())
                    .as("nobody knows whether there is such a chain")
                    .isEqualTo(503);
        }
        publishElsewhere("After all");
        await().atMost(Duration.ofSeconds(10)).until(() -> list().asString().contains("After all"));
    }

    /** A notification that nobody of this version understands. */
    @Test
    void wordsThatNobodyUnderstandsEndTheTrust() {
        awaitDeafness("NOTIFY mirror_published, 'something else'");
        awaitHearing();
        assertThat(list().statusCode()).isEqualTo(200);
    }
}
