package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Heard;
import io.loyaltymirror.harness.Mirror;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What has no place in the heap is served all the same. */
@QuarkusTest
@Tag("process")
@TestProfile(Heard.class)
class SnapshotsBoundedTest {

    private static final long FIRST = 700_400;
    private static final int CHAINS = 20;

    @Inject
    MeterRegistry meters;

    Mirror mirror;
    private final List<RandomTypes> chains = new ArrayList<>();

    @BeforeEach
    void rows() throws Exception {
        mirror.awaitFirstSync();
        for (int i = 0; i < CHAINS; i++) {
            RandomTypes chain = new RandomTypes(mirror.database(), new SplittableRandom(i), FIRST + i);
            chain.make(40);
            chains.add(chain);
        }
    }

    @AfterEach
    void noRows() {
        chains.forEach(RandomTypes::remove);
    }

    private Response list(long chain) {
        return mirror.request()
                .queryParam("page_size", 100)
                .get("/api/v1/chain/{chain}/loyalty/certificate_types", chain);
    }

    private double reads(String outcome) {
        return meters.get("mirror.snapshots.reads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void whatIsReadLeastMakesPlace() {
        for (int round = 0; round < 3; round++) {
            for (long chain = FIRST; chain < FIRST + CHAINS; chain++) {
                Response read = list(chain);
                assertThat(read.statusCode()).isEqualTo(200);
                assertThat(read.jsonPath().getList("data"))
                        .hasSize(read.jsonPath().getInt("meta.total_count"))
                        .hasSizeGreaterThan(5);
                assertThat(meters.get("mirror.snapshots.bytes").gauge().value()).isLessThanOrEqualTo(Heard.BOUND);
            }
        }
        assertThat(meters.get("mirror.snapshots.chains").gauge().value()).isBetween(2.0, CHAINS - 1.0);
    }

    /** Each has its bodies twice in the heap while it is put together. */
    @Test
    void fewAreLoadedAtOnce() throws SQLException {
        // Else what comes new is not loaded; what another test made is gone once that is heard.
        await().until(() -> meters.get("mirror.snapshots.bytes").gauge().value() < Heard.BOUND / 2.0);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = mirror.database().connect()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE certificate_type");
            for (long chain = FIRST + CHAINS; chain < FIRST + 2 * CHAINS; chain++) {
                long unknown = chain;
                readers.execute(() -> list(unknown));
            }
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> loading() == 3);
        }
    }

    private long loading() {
        return mirror.database()
                .number("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock' AND query LIKE 'WITH type AS MATERIALIZED%'");
    }

    /** 585 types of the sandbox are some 450 kB. */
    @Test
    void aChainThatIsTooLargeIsReadFromTheDatabase() {
        Response first = list(Mirror.LARGE);
        double queries = reads("query");
        Response second = list(Mirror.LARGE);
        assertThat(reads("query") - queries).isEqualTo(1);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        long id = first.jsonPath().getLong("data[0].id");
        Response single =
                mirror.request().get("/api/v1/chain/{chain}/loyalty/certificate_types/{id}", Mirror.LARGE, id);
        assertThat(single.jsonPath().getLong("data.id")).isEqualTo(id);
        assertThat(reads("query") - queries).isEqualTo(2);
    }

    /** It is counted once for each generation: what changes without raising it, as nothing does, is not seen. */
    @Test
    void aChainThatIsTooLargeHasTheTotalOfItsGeneration() {
        String one = " WHERE chain_id = " + Mirror.LARGE + " AND id = "
                + mirror.database()
                        .number("SELECT min(id) FROM certificate_type WHERE listed AND chain_id = " + Mirror.LARGE);
        String raise = "UPDATE chain SET generation = generation + 1 WHERE id = " + Mirror.LARGE;
        long total = total();
        mirror.database().execute("UPDATE certificate_type SET listed = false" + one);
        try {
            assertThat(total()).as("counted before").isEqualTo(total);
            mirror.database().execute(raise);
            assertThat(total()).isEqualTo(total - 1);
        } finally {
            mirror.database().execute("UPDATE certificate_type SET listed = true" + one);
            mirror.database().execute(raise);
        }
        assertThat(total()).isEqualTo(total);
    }

    private long total() {
        return list(Mirror.LARGE).jsonPath().getLong("meta.total_count");
    }
}
