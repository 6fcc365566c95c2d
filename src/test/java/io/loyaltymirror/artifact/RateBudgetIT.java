package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.TcpProxy;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What upstream sees of a scan at full speed, over a network that jitters and closes connections. */
@Tag("process")
class RateBudgetIT {

    private static final long CHAIN = 706040;
    private static final int SCANS_A_MINUTE = 180;

    private SandboxAltegio sandbox;
    private TcpProxy network;

    @BeforeEach
    void upstream() {
        sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort());
        network = TcpProxy.before(sandbox.port());
        // Five gaps of 1.02/5 s leave 20 ms to the network; the other half is for this machine.
        network.jitter(Duration.ofMillis(10));
        network.lifetime(Duration.ofSeconds(2));
    }

    @AfterEach
    void noUpstream() {
        network.close();
        sandbox.close();
    }

    /** One row a page, so that few rows are many requests. */
    private Service scanOf(int pages) throws IOException {
        sandbox.chains().make(CHAIN, pages, 0);
        Map<String, String> environment =
                StartIT.environment(sandbox, EmbeddedDatabase.create().url());
        environment.put("MIRROR_UPSTREAM_URL", "http://localhost:" + network.port() + "/api/v1");
        environment.put("MIRROR_UPSTREAM_PAGE_SIZE", "1");
        environment.put("MIRROR_CHAINS", Long.toString(CHAIN));
        environment.put("MIRROR_SYNC_EVERY", "1h");
        return Service.startBehindTheOthers(environment);
    }

    private List<LoggedRequest> pages() {
        return sandbox.requests().all().stream()
                .filter(request -> request.path().endsWith("certificate_types"))
                .toList();
    }

    private void assertLimitsKept(UpstreamView seen) {
        System.out.printf(
                "%d requests by %d connections in %.1f s, least %.1f s; most in a second %d, in a minute %d%n",
                seen.nanos().size(),
                network.connections(),
                seen.seconds(),
                seen.leastSeconds(SCANS_A_MINUTE),
                seen.mostWithin(1),
                seen.mostWithin(60));
        assertThat(seen.mostWithin(1)).isLessThanOrEqualTo(5);
        // Only scans ask here: with their share overrun it would be 200. (Jitter may bring the window's ends together.)
        assertThat(seen.mostWithin(60)).isLessThanOrEqualTo(SCANS_A_MINUTE + 2);
        assertThat(sandbox.requests().all().stream().filter(LoggedRequest::throttled))
                .isEmpty();
    }

    @Test
    void fullSpeedUsesTheScansShareAndNotMore() throws IOException {
        int pages = 2 * SCANS_A_MINUTE + 100;
        try (Service _ = scanOf(pages)) {
            await().atMost(Duration.ofSeconds(200)).until(() -> pages().size() >= pages);
            UpstreamView seen = UpstreamView.of(pages());
            assertLimitsKept(seen);
            assertThat(seen.leastSeconds(SCANS_A_MINUTE) / seen.seconds())
                    .as("of the scans' share")
                    .isGreaterThanOrEqualTo(0.97);
        }
    }

    @Test
    void processThatIsStoppedNowAndThenBringsNoTwoRequestsTogether() throws Exception {
        int pages = SCANS_A_MINUTE + 40;
        Random random = new Random(1);
        try (Service service = scanOf(pages)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> pages().size() > 5);
            while (pages().size() < pages) {
                Thread.sleep(200 + random.nextInt(1_500));
                service.signal("STOP");
                Thread.sleep(100 + random.nextInt(1_500));
                service.signal("CONT");
            }
            assertLimitsKept(UpstreamView.of(pages()));
        }
    }
}
