package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.artifact.Service.Answer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two callers who want the same, at once and through two replicas. */
@Tag("process")
class MutationReplicasIT extends MutatingReplicas {

    private Service service;

    @BeforeEach
    void another() throws IOException {
        service = Service.start(environment());
        service.awaitStatus(TYPES, 200);
        sandbox.settings(sandbox.settings().withLatency(200));
    }

    @AfterEach
    void noOther() {
        service.close();
    }

    private static long id(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Long.parseLong(answer.body().replaceAll("(?s).*\"data\":\\{\"id\":(\\d+).*", "$1"));
    }

    private static String generation(Answer answer) {
        return answer.headers().firstValue("Mirror-Generation").orElseThrow();
    }

    @Test
    void sameTitleUnderTwoKeysIsTwoTypesOneAfterTheOther() {
        CompletableFuture<Answer> first = atOnce(() -> service.post(TYPES, "one", request("Gift")));
        CompletableFuture<Answer> second = atOnce(() -> other.post(TYPES, "two", request("Gift")));
        List<Long> ids = List.of(id(first.join()), id(second.join()));
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(titled("Gift")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(database.number("SELECT type_id FROM mutation WHERE key = 'one'"))
                .isEqualTo(ids.getFirst());
        assertThat(database.number("SELECT type_id FROM mutation WHERE key = 'two'"))
                .isEqualTo(ids.getLast());
        long overlap = database.number(
                "SELECT count(*) FROM mutation_attempt AS one JOIN mutation_attempt AS two"
                        + " ON one.mutation_id < two.mutation_id AND one.sent_at < two.ended_at AND two.sent_at < one.ended_at");
        assertThat(overlap).isZero();
    }

    @Test
    void sameKeyIsOneTypeWhoeverIsAsked() {
        CompletableFuture<Answer> first = creating(service, "Gift");
        await().until(() -> sent("GET") > 0);
        assertThat(create(other, "Gift").status()).isEqualTo(409);
        long id = id(first.join());
        assertThat(id(create(other, "Gift"))).isEqualTo(id);
        assertThat(titled("Gift")).containsExactly(id);
    }

    @Test
    void laterUpdateStandsHereAndUpstream() {
        long id = id(create(service, "Gift"));
        CompletableFuture<Answer> first = atOnce(() -> service.put(TYPES + "/" + id, "first", request("First")));
        await().until(() ->
                database.number("SELECT count(*) FROM mutation WHERE key = 'first' AND state <> 'RECEIVED'") == 1);
        Answer second = other.put(TYPES + "/" + id, "second", request("Second"));
        assertThat(first.join().status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(titled("Second")).containsExactly(id);
        for (Service each : List.of(service, other)) {
            Answer seen = each.get(TYPES + "/" + id);
            assertThat(seen.body()).contains("\"Second\"");
            assertThat(generation(seen)).isEqualTo(generation(second));
        }
    }
}
