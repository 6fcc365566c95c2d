package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.PageDamage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A list that moves is read again while the address has pages left for that: of the 100 a minute for scans, 20. */
@QuarkusTest
@Tag("process")
@TestProfile(RescanTest.WideLimits.class)
class RescanTest {

    /** Limits are on, and let a test pass in milliseconds. */
    public static class WideLimits implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(
                    MirrorTestResource.class,
                    Map.of(
                            "mirror.upstream.rate.per-second",
                            "0",
                            "mirror.upstream.rate.per-minute",
                            "1000",
                            "mirror.upstream.rate.reserve",
                            "900")));
        }
    }

    @Inject
    SyncJob job;

    Mirror mirror;
    private OwnChain chain;

    @BeforeEach
    void chainWhoseListMoves() {
        mirror.awaitFirstSync();
        chain = new OwnChain(mirror, job, 58);
        chain.make(1_000, 1);
        mirror.sandbox()
                .faults()
                .next(Fault.of(PageDamage.TOTAL_TOO_LARGE).on("GET", "/58/").repeated(99));
    }

    @AfterEach
    void noChain() {
        chain.remove();
    }

    private void left(int pages) {
        mirror.database()
                .execute("UPDATE rate_budget SET rescan_pages = " + pages + ", rescans_at = clock_timestamp()");
    }

    private int readings() {
        RunAccount run = chain.scan(Kind.CERTIFICATE_TYPE);
        assertThat(run.getString("outcome")).isEqualTo("PARTIAL");
        return run.getInt("attempts");
    }

    @Test
    void readOnceWhereNothingIsLeft() {
        left(-1000);
        assertThat(readings()).isEqualTo(1);
    }

    @Test
    void readUntilNothingIsLeft() {
        left(1);
        assertThat(readings()).isEqualTo(2);
        assertThat(mirror.database().number("SELECT floor(rescan_pages)::integer FROM rate_budget"))
                .as("ten pages were taken, and hardly any came")
                .isLessThan(0);
    }

    @Test
    void threeTimesAtMost() {
        left(1000);
        assertThat(readings()).isEqualTo(3);
    }
}
