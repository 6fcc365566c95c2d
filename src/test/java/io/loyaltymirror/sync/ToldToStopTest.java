package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("process")
@TestProfile(ToldToStopTest.OwnEnd.class)
class ToldToStopTest {

    private static final long CHAIN = 706047;

    @Inject
    SyncJob job;

    @Inject
    Event<ShutdownEvent> told;

    Mirror mirror;

    /** Of a process that no other test uses: afterwards it does nothing any more. */
    public static class OwnEnd implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(MirrorTestResource.class));
        }
    }

    @Test
    void nothingIsReadAnyMoreAndReadsGoOn() {
        mirror.awaitFirstSync();
        told.fire(new ShutdownEvent());
        Response refused = mirror.request().post("/mirror/v1/chains/706028/sync");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(mirror.request().get("/mirror/v1/chains").statusCode()).isEqualTo(200);
        new OwnChain(mirror, job, CHAIN).make(3, 0);
        mirror.database().execute("UPDATE chain SET enabled = true WHERE id = " + CHAIN);
        job.tick().await().atMost(Duration.ofSeconds(5));
        assertThat(mirror.database().number("SELECT fence FROM chain WHERE id = " + CHAIN))
                .as("how often it was claimed")
                .isZero();
    }
}
