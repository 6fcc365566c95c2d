package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.sandbox.SandboxAltegio;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** That one process comes back by itself after its database, or the way to it, was away; and how it behaves meanwhile. */
final class Recovery {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The shortest that is allowed. */
    static final Duration LEASE = Duration.ofSeconds(3);

    /** The lease, a tick, a scan and connecting anew; and this machine's other work. */
    private static final Duration SOON = LEASE.plusSeconds(7);

    private final Service service;
    private final EditedChain chain;
    private final Visitor visitor;
    private final int logged;
    private long refused;

    Recovery(Service service, EditedChain chain, Visitor visitor) throws IOException {
        this.service = service;
        this.chain = chain;
        this.visitor = visitor;
        this.logged = service.log().length();
        this.refused = visitor.refusals();
    }

    /** Reads the chain without pause, in pages that are small and so many. */
    static Map<String, String> environment(SandboxAltegio sandbox, String databaseUrl) {
        Map<String, String> environment = StartIT.environment(sandbox, databaseUrl);
        environment.put("MIRROR_UPSTREAM_RATE_PER_SECOND", "0");
        environment.put("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0");
        environment.put("MIRROR_UPSTREAM_RATE_RESERVE", "0");
        environment.put("MIRROR_UPSTREAM_PAGE_SIZE", "20");
        environment.put("MIRROR_SYNC_EVERY", "1s");
        environment.put("MIRROR_SYNC_TICK", "200ms");
        environment.put("MIRROR_SYNC_LEASE", LEASE.toSeconds() + "s");
        environment.put("MIRROR_SYNC_RENEW", "1s");
        return environment;
    }

    /** The mirror is what upstream is soon, and all that was told of it is true. */
    void await(String after) {
        long begin = System.nanoTime();
        chain.awaitMirrored(SOON);
        System.out.printf(
                "%s: mirrored again after %d ms; answers \"not now\": %d, slowest %d ms%n",
                after,
                (System.nanoTime() - begin) / 1_000_000,
                visitor.refusals() - refused,
                visitor.slowest().toMillis());
        refused = visitor.refusals();
        chain.assertSound();
        service.awaitStatus(Visitor.TYPES, 200);
        service.awaitStatus(Visitor.CHAINS, 200);
    }

    /** Readers are told that there is nothing now. */
    void awaitRefusal() {
        Awaitility.await().atMost(PATIENCE).until(() -> visitor.refusals() > refused);
    }

    void awaitLog(String text) {
        Awaitility.await().atMost(PATIENCE).until(() -> log().contains(text));
    }

    private String log() throws IOException {
        return service.log().substring(logged);
    }

    /** No error and no stack trace, and every answer to a reader was one of the two that are right. */
    void assertCalm() throws IOException {
        assertNoLine(line -> line.startsWith("\t"));
        assertNoError();
    }

    /** The same of a process that was stopped itself: Vert.x shows at length where it was. */
    void assertNoError() throws IOException {
        assertNoLine(line -> line.contains(" ERROR "));
        visitor.assertContent();
    }

    private void assertNoLine(Predicate<String> excited) throws IOException {
        assertThat(log().lines().filter(excited)).as(log()).isEmpty();
    }
}
