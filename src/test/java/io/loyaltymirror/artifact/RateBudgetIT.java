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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What upstream sees of scans at full speed, over a network that jitters and closes connections. */
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
    private EmbeddedDatabase database;
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

    /**
     * So many processes on one database. Each reads four chains at a time, and there are as many as they can read; a row a
     * page, so that few rows are many requests.
     */
    private List<Service> scansOf(int pages, int processes) throws IOException {
        int chains = 4 * processes;
        List<Long> ids = LongStream.range(CHAIN, CHAIN + chains).boxed().toList();
        ids.forEach(chain -> sandbox.chains().make(chain, pages / chains + 1, 0));
        database = EmbeddedDatabase.create();
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put("MIRROR_UPSTREAM_URL", "http://localhost:" + network.port() + "/api/v1");
        environment.put("MIRROR_UPSTREAM_PAGE_SIZE", "1");
        environment.put("MIRROR_CHAINS", ids.stream().map(Object::toString).collect(Collectors.joining(",")));
        environment.put("MIRROR_SYNC_EVERY", "1h");
        environment.put("MIRROR_UPSTREAM_RETRY_MAX", "10");
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            services.add(Service.startBehindTheOthers(environment));
        }
        return services;
    }

    private void awaitEveryProcessReading(int processes) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> requests().size() > 5
                        && database.number("SELECT count(DISTINCT lease_owner) FROM chain") == processes);
    }

    private List<LoggedRequest> requests() {
        return sandbox.requests().all();
    }

    /** How long after it had left, by its process's word, each of the latest requests arrived; one clock serves all here. */
    private List<Long> underWay() {
        String told = database.text("SELECT string_agg(mirror_permit_left_by(permit)::text, ',' ORDER BY permit) FROM"
                + " (SELECT permit FROM rate_budget, unnest(permits) AS permit WHERE permit > 0) AS latest");
        List<Long> left = Stream.of(told.split(",")).map(Long::parseLong).toList();
        return requests().stream()
                .skip(Math.max(requests().size() - 150, 0))
                .map(request -> request.at().toEpochMilli())
                .map(at -> left.stream()
                        .map(each -> at - each)
                        .filter(late -> late >= -15)
                        .min(Long::compare)
                        .orElse(-1L))
                .sorted(Comparator.reverseOrder())
                .limit(12)
                .toList();
    }

    private void assertLimitsKept(UpstreamView seen) {
        System.out.printf(
                "%d requests by %d connections in %.1f s, least %.1f s; most in a second %d, in a minute %d;"
                        + " lost in bursts %d ms; the densest second %s; this machine late by %d ms%n",
                seen.nanos().size(),
                network.connections(),
                seen.seconds(),
                seen.leastSeconds(SCANS_A_MINUTE),
                seen.mostWithin(1),
                seen.mostWithin(60),
                seen.lostMillis(),
                seen.crowd(),
                machine.mostMillis());
        System.out.printf("milliseconds from what the processes told to upstream: %s%n", underWay());
        assertThat(seen.over(5)).as("more than 5 in a second").isLessThanOrEqualTo(machine.excused(SPARE_MILLIS));
        // Only scans ask here: with their share overrun it would be 200. (Jitter may bring the window's ends together.)
        assertThat(seen.mostWithin(60)).isLessThanOrEqualTo(SCANS_A_MINUTE + 2);
        assertThat(throttled()).isLessThanOrEqualTo(seen.over(5));
    }

    private long throttled() {
        return requests().stream().filter(LoggedRequest::throttled).count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void fullSpeedUsesTheScansShareAndNotMore(int processes) throws IOException {
        int pages = Integer.getInteger("budget.requests", SCANS_A_MINUTE + 60);
        List<Service> services = scansOf(pages, processes);
        try {
            awaitEveryProcessReading(processes);
            await().atMost(Duration.ofSeconds(200)).until(() -> requests().size() >= pages);
            UpstreamView seen = UpstreamView.of(requests());
            assertLimitsKept(seen);
            assertThat(seen.leastSeconds(SCANS_A_MINUTE) / (seen.seconds() - throttled() * PAUSE_SECONDS))
                    .as("of the scans' share")
                    .isGreaterThanOrEqualTo(0.97);
        } finally {
            services.forEach(Service::close);
        }
    }

    /** A tenth of the answers go wrong meanwhile, so that requests are sent again too. */
    @Test
    void processThatIsStoppedNowAndThenBringsNoTwoRequestsTogether() throws Exception {
        int pages = SCANS_A_MINUTE + 40;
        Random random = new Random(1);
        sandbox.faults().random(new FaultDraw(10, 1, PASSING));
        List<Service> services = scansOf(10 * pages, 3);
        try {
            awaitEveryProcessReading(3);
            long begin = System.nanoTime();
            while (requests().size() < pages) {
                assertThat(System.nanoTime() - begin)
                        .isLessThan(Duration.ofMinutes(3).toNanos());
                Thread.sleep(200 + random.nextInt(1_500));
                services.getFirst().signal("STOP");
                Thread.sleep(100 + random.nextInt(1_500));
                services.getFirst().signal("CONT");
            }
            assertLimitsKept(UpstreamView.of(requests()));
            assertThat(requests())
                    .filteredOn(request -> request.fault() != null)
                    .hasSizeGreaterThan(10);
        } finally {
            services.forEach(Service::close);
        }
    }
}
