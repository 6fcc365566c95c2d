package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Follower;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The changes of a chain, live. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class FollowTest {

    private static final long ID = 63;

    Mirror mirror;

    @TestHTTPResource("/mirror/v1/chains/63/changes")
    URI changes;

    private RegisteredChain chain;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 5, 2);
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    private Follower follow(String after) {
        return Follower.start(URI.create(changes + "?after=" + after), "all", null);
    }

    private void sell(int index, int total) {
        chain.certificates().change(chain.certificates().ids().get(index), row -> row.put("released_total", total));
        mirror.sync(ID, "certificate_type");
    }

    @Test
    void whatIsPublishedIsToldLiveAndResumedByTheLastEvent() {
        String last;
        try (Follower follower = follow(chain.generation())) {
            sell(0, 71);
            await().atMost(Duration.ofSeconds(5)).until(() -> follower.events().size() == 1);
            Follower.Event event = follower.events().getFirst();
            assertThat(event.name()).isEqualTo("ISSUED");
            assertThat(event.id()).isEqualTo(chain.generation() + ":0");
            assertThat(event.data().path("cursor").asText()).isEqualTo(event.id());
            assertThat(event.data().path("body").path("released_total").asInt()).isEqualTo(71);
            last = event.id();
        }
        sell(1, 72);
        try (Follower follower = Follower.start(URI.create(changes + "?after=1.0"), "all", last)) {
            await().atMost(Duration.ofSeconds(5)).until(() -> follower.events().size() == 1);
            assertThat(follower.events()
                            .getFirst()
                            .data()
                            .path("body")
                            .path("released_total")
                            .asInt())
                    .isEqualTo(72);
        }
    }

    @Test
    void connectionIsKnownToBeAliveWhereNothingChanges() {
        try (Follower follower = follow(chain.generation())) {
            follower.awaitStatus();
            assertThat(follower.status()).isEqualTo(200);
            assertThat(follower.contentType()).startsWith("text/event-stream");
            await().atMost(Duration.ofSeconds(6)).until(() -> follower.comments() >= 3);
            assertThat(follower.events()).isEmpty();
        }
    }

    @Test
    void refusalIsAnAnswerAndNoEvent() {
        assertThat(statusAfter("2.0")).isEqualTo(410);
        assertThat(statusAfter("x")).isEqualTo(400);
        assertThat(status("writer", "x")).as("who may ask is looked at first").isEqualTo(403);
        assertThat(status("small", "1.0")).as("of a chain that is not his").isEqualTo(404);
        assertThat(status("nobody", "1.0")).isEqualTo(401);
        chain.delete("away");
        assertThat(statusAfter("1.0")).isEqualTo(404);
    }

    private int statusAfter(String after) {
        return status("all", after);
    }

    private int status(String key, String after) {
        try (Follower follower = Follower.start(URI.create(changes + "?after=" + after), key, null)) {
            follower.awaitStatus();
            return follower.status();
        }
    }

    /** It comes again with its cursor, and is told then what became of the chain. */
    @Test
    void streamEndsWithTheChain() {
        try (Follower follower = follow(chain.generation())) {
            follower.awaitStatus();
            chain.delete("away");
            await().atMost(Duration.ofSeconds(5)).until(follower::hasEnded);
            assertThat(follower.events()).isEmpty();
        }
    }

    @Test
    void moreThanAReplicaBearsAreSentElsewhere() {
        List<Follower> all = new ArrayList<>();
        try {
            for (int i = 0; i < Followers.MOST; i++) {
                all.add(follow(chain.generation()));
            }
            all.forEach(Follower::awaitStatus);
            assertThat(all).allMatch(follower -> follower.status() == 200);
            await().until(() -> statusAfter(chain.generation()) == 503);
        } finally {
            all.forEach(Follower::close);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> statusAfter(chain.generation()) == 200);
    }
}
