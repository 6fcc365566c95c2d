package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.harness.TcpProxy;
import io.loyaltymirror.sandbox.BodyDamage;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.PageDamage;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SocketDamage;
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

    private static final List<Fault> PASSING = List.of(
            Fault.of(CannedAnswer.of(502)),
            Fault.of(SocketDamage.RESET),
            Fault.of(BodyDamage.CUT_JSON),
            Fault.of(PageDamage.DATA_NULL),
            Fault.of(SocketDamage.CLOSE));

    /** Of the 20 ms that five gaps leave, the network of the test takes {@link #JITTER}. */
    private static final long SPARE_MILLIS = 10;

    /** What a throttled request makes all wait, at least. */
    private static final int PAUSE_SECONDS = 5;

    private static final Duration JITTER = Duration.ofMillis(10);

    private SandboxAltegio sandbox;
    private TcpProxy network;
    private Oversleep machine;

    @BeforeEach
    void upstream() {
        machine = new Oversleep();
        sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort());
        network = TcpProxy.before(sandbox.port());
        // Five gaps of 1.02/5 s leave 20 ms to the network; the other half is for this machine.
        network.jitter(JITTER);
        network.lifetime(Duration.ofSeconds(2));
    }

    @AfterEach
    void noUpstream() {
        machine.close();
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
        environment.put("MIRROR_UPSTREAM_RETRY_MAX", "10");
        return Service.startBehindTheOthers(environment);
    }

    private List<LoggedRequest> pages() {
        return sandbox.requests().all().stream()
                .filter(request -> request.path().endsWith("certificate_types"))
                .toList();
    }

    private void assertLimitsKept(UpstreamView seen) {
        System.out.printf(
                "%d requests by %d connections in %.1f s, least %.1f s; most in a second %d, in a minute %d; this machine late by %d ms%n",
                seen.nanos().size(),
                network.connections(),
                seen.seconds(),
                seen.leastSeconds(SCANS_A_MINUTE),
                seen.mostWithin(1),
                seen.mostWithin(60),
                machine.mostMillis());
        assertThat(seen.over(5)).as("more than 5 in a second").isLessThanOrEqualTo(excused());
        // Only scans ask here: with their share overrun it would be 200. (Jitter may bring the window's ends together.)
        assertThat(seen.mostWithin(60)).isLessThanOrEqualTo(SCANS_A_MINUTE + 2);
        assertThat(throttled()).isLessThanOrEqualTo(seen.over(5));
    }

    /**
     * Upstream and the network are this JVM: what they see is late by as much as it is. One request that it delayed by more
     * than the spare time says nothing of the process under test; what a wrong schedule does happens more often.
     */
    private int excused() {
        return machine.mostMillis() > SPARE_MILLIS ? 1 : 0;
    }

    private long throttled() {
        return sandbox.requests().all().stream()
                .filter(LoggedRequest::throttled)
                .count();
    }

    @Test
    void fullSpeedUsesTheScansShareAndNotMore() throws IOException {
        int pages = 2 * SCANS_A_MINUTE + 100;
        try (Service _ = scanOf(pages)) {
            await().atMost(Duration.ofSeconds(200)).until(() -> pages().size() >= pages);
            UpstreamView seen = UpstreamView.of(pages());
            assertLimitsKept(seen);
            assertThat(seen.leastSeconds(SCANS_A_MINUTE) / (seen.seconds() - throttled() * PAUSE_SECONDS))
                    .as("of the scans' share")
                    .isGreaterThanOrEqualTo(0.97);
        }
    }

    /** A tenth of the answers go wrong meanwhile, so that requests are sent again too. */
    @Test
    void processThatIsStoppedNowAndThenBringsNoTwoRequestsTogether() throws Exception {
        int requests = SCANS_A_MINUTE + 40;
        Random random = new Random(1);
        sandbox.faults().random(new FaultDraw(10, 1, PASSING));
        try (Service service = scanOf(10 * requests)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> pages().size() > 5);
            long begin = System.nanoTime();
            while (pages().size() < requests) {
                assertThat(System.nanoTime() - begin)
                        .isLessThan(Duration.ofMinutes(3).toNanos());
                Thread.sleep(200 + random.nextInt(1_500));
                service.signal("STOP");
                Thread.sleep(100 + random.nextInt(1_500));
                service.signal("CONT");
            }
            assertLimitsKept(UpstreamView.of(pages()));
            assertThat(pages()).filteredOn(request -> request.fault() != null).hasSizeGreaterThan(10);
        }
    }
}
