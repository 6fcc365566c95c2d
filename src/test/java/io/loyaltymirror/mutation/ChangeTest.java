package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SocketDamage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificate types are replaced and deleted through the mirror: what is sent again is looked at first. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class ChangeTest extends OwnTill {

    private long id;
    private long issued;

    @BeforeEach
    void open() {
        open(803, 6, 0);
        id = withIssued(false);
        issued = withIssued(true);
    }

    private long withIssued(boolean any) {
        return till.rows().ids().stream()
                .filter(each -> till.rows()
                                        .find(each)
                                        .orElseThrow()
                                        .path("released_total")
                                        .asInt()
                                > 0
                        == any)
                .findFirst()
                .orElseThrow();
    }

    private String titleOf(long type) {
        return till.rows().find(type).orElseThrow().path("title").asText();
    }

    private void assertReplaced(Response answer, String title) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(titleOf(id)).isEqualTo(title);
        assertThat(till.served(id).jsonPath().getString("data.title")).isEqualTo(title);
        assertThat(till.served(id).header("Mirror-Generation")).isEqualTo(answer.header("Mirror-Generation"));
    }

    @Test
    void replacedIsServedAtOnce() {
        Response answer = till.update(null, id, Till.request("New"));
        assertReplaced(answer, "New");
        assertThat(answer.jsonPath().getLong("data.id")).isEqualTo(id);
        assertThat(till.sent("PUT")).isEqualTo(1);
    }

    @Test
    void whatWasIssuedIsRefusedInUpstreamsWords() {
        Response answer = till.update(null, issued, Till.request("New"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("meta.message")).contains("already issued");
        assertThat(till.delete(null, issued).statusCode()).isEqualTo(400);
        assertThat(till.served(issued).statusCode()).isEqualTo(200);
    }

    @Test
    void replacedWithoutAnAnswerIsLookedAt() {
        next("PUT", lost());
        assertReplaced(till.update(null, id, Till.request("New")), "New");
        assertThat(till.sent("PUT")).isEqualTo(1);
    }

    @Test
    void notReplacedAndUnchangedIsSentAgain() {
        next("PUT", vain());
        assertReplaced(till.update(null, id, Till.request("New")), "New");
        assertThat(till.sent("PUT")).isEqualTo(2);
    }

    /** None of the fields that are compared with the request tells whether it was done. */
    @Test
    void notReplacedInWhatUpstreamDoesNotGiveBackIsSentAgainToo() {
        till.update(null, id, Till.request("New"));
        ObjectNode request = Till.request("New");
        ((ObjectNode) request.get("expiration")).put("timeout", 9);
        next("PUT", vain());
        assertThat(till.update(null, id, request).statusCode()).isEqualTo(200);
        assertThat(till.sent("PUT")).isEqualTo(3);
        assertThat(till.rows().find(id).orElseThrow().path("expiration_timeout").asInt())
                .isEqualTo(9);
    }

    /** Somebody else changed it meanwhile: what we were asked for might undo that. */
    @Test
    void neitherAsItWasNorAsItWasToBecomeIsForAPerson() {
        till.changeSettings(settings -> settings.withLatency(100));
        next("PUT", vain());
        CompletableFuture<Response> update =
                CompletableFuture.supplyAsync(() -> till.update("k1", id, Till.request("New")));
        till.awaitSent("PUT", 1);
        till.rows().change(id, row -> row.put("title", "Somebody else's"));
        assertThat(update.join().statusCode()).isEqualTo(202);
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(update.join())).isEqualTo("CONFLICT");
        assertThat(till.sent("PUT")).isEqualTo(1);
        assertThat(titleOf(id)).isEqualTo("Somebody else's");
    }

    /** Sales go on all day, and are no change; but upstream refuses the second time, and so nobody knows of the first. */
    @Test
    void whatWasSoldMeanwhileIsAsItWasAndInTheEndNotReplaced() {
        till.changeSettings(settings -> settings.withLatency(100));
        next("PUT", vain());
        CompletableFuture<Response> update =
                CompletableFuture.supplyAsync(() -> till.update("k1", id, Till.request("New")));
        till.awaitSent("PUT", 1);
        till.rows().change(id, row -> row.put("released_total", 1));
        assertThat(update.join().statusCode()).isEqualTo(202);
        assertThat(till.sent("PUT")).isEqualTo(2);
        till.later(SETTLED);
        assertThat(till.state(update.join())).isEqualTo("ABSENT");
    }

    @Test
    void replacementThatNobodyCanSeeIsFoundOutLater() {
        till.changeSettings(settings -> settings.withLatency(100));
        next("PUT", lost());
        CompletableFuture<Response> update =
                CompletableFuture.supplyAsync(() -> till.update("k1", id, Till.request("New")));
        till.awaitSent("PUT", 1);
        next("GET", Fault.of(SocketDamage.CLOSE).repeated(9));
        assertThat(update.join().statusCode()).isEqualTo(202);
        mirror.sandbox().faults().clear();
        await().until(upstream::admitsWrites);
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(update.join())).isEqualTo("ADOPTED");
        assertReplaced(till.update("k1", id, Till.request("New")), "New");
    }

    @Test
    void deletedIsGoneAtOnce() {
        Response answer = till.delete(null, id);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.asString()).isEqualTo("{\"success\":true,\"data\":null,\"meta\":[]}");
        assertThat(till.rows().find(id)).isEmpty();
        assertThat(till.served(id).statusCode()).isEqualTo(404);
        assertThat(mirror.database().text("SELECT state FROM certificate_type WHERE chain_id = 803 AND id = " + id))
                .isEqualTo("GONE");
        assertThat(mirror.database()
                        .text("SELECT string_agg(op || ' ' || cause, ',' ORDER BY generation) FROM change"
                                + " WHERE chain_id = 803 AND id = " + id))
                .isEqualTo("CREATED scan,GONE write");
        assertThat(till.served(issued).header("Mirror-Generation")).isEqualTo(answer.header("Mirror-Generation"));
    }

    /** Nobody promises that upstream reads its own writes. */
    @Test
    void deletedStaysGoneThoughAListStillHasIt() {
        ObjectNode row = till.rows().find(id).orElseThrow();
        till.delete(null, id);
        till.rows().put(id, row);
        mirror.sync(803, "certificate_type");
        assertThat(till.served(id).statusCode()).isEqualTo(404);
        till.later(Duration.ofSeconds(31));
        mirror.sync(803, "certificate_type");
        assertThat(till.served(id).statusCode()).as("it is there indeed").isEqualTo(200);
    }

    @Test
    void whatUpstreamHasNotIsSuspectedToBeGone() {
        till.rows().delete(id);
        assertThat(till.delete(null, id).statusCode()).isEqualTo(404);
        assertThat(mirror.database().text("SELECT state FROM certificate_type WHERE chain_id = 803 AND id = " + id))
                .isEqualTo("SUSPECT");
        assertThat(till.served(id).statusCode()).as("served on").isEqualTo(200);
        assertThat(till.update(null, 4_711_000, Till.request("New")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void deletedWithoutAnAnswerIsLookedAt() {
        next("DELETE", lost());
        assertThat(till.delete(null, id).statusCode()).isEqualTo(200);
        assertThat(till.sent("DELETE")).isEqualTo(1);
        assertThat(mirror.database().text("SELECT state FROM certificate_type WHERE chain_id = 803 AND id = " + id))
                .as("one denial is no proof: its list decides")
                .isEqualTo("SUSPECT");
    }

    @Test
    void notDeletedIsSentAgain() {
        next("DELETE", vain());
        assertThat(till.delete(null, id).statusCode()).isEqualTo(200);
        assertThat(till.sent("DELETE")).isEqualTo(2);
    }

    @Test
    void deleteThatIsNotDoneForLongIsAbsent() {
        for (int i = 0; i < 3; i++) {
            next("DELETE", vain());
        }
        Response answer = till.delete("k1", id);
        assertThat(answer.statusCode()).isEqualTo(202);
        await().until(upstream::admitsWrites);
        till.later(Duration.ofSeconds(3));
        assertThat(till.state(answer)).isEqualTo("UNKNOWN");
        till.later(SETTLED);
        assertThat(till.state(answer)).isEqualTo("ABSENT");
        assertThat(till.delete("k1", id).statusCode()).isEqualTo(200);
    }

    @Test
    void oneTypeIsChangedByOneAtATime() {
        till.changeSettings(settings -> settings.withLatency(100));
        CompletableFuture<Response> first =
                CompletableFuture.supplyAsync(() -> till.update("k1", id, Till.request("First")));
        till.awaitSent("GET", 1);
        Response second = till.update("k2", id, Till.request("Second"));
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertReplaced(second, "Second");
    }

    @Test
    void sameKeyOfAnotherOperationIsRefused() {
        till.update("k1", id, Till.request("New"));
        assertThat(till.delete("k1", id).statusCode()).isEqualTo(422);
        assertThat(till.rows().find(id)).isPresent();
    }
}
