package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.artifact.Service.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three replicas are replaced one after the other, as a roll-out does it, while callers read and write. A caller asks another
 * replica once where one hangs up or says "not now"; that is all that he has to know of it.
 */
@Tag("process")
class RollingRestartIT extends MutatingReplicas {

    private static final int REPLICAS = 3;
    private static final int READERS = 2;

    /** So long what leads callers to a replica does not know that it ends. */
    private static final long UNHEARD_MS = 300;

    private final List<Service> all = new ArrayList<>();
    private final List<Service> rotation = new CopyOnWriteArrayList<>();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger secondTries = new AtomicInteger();
    private final List<String> created = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    @Override
    Map<String, String> environment() {
        Map<String, String> environment = super.environment();
        environment.put("QUARKUS_SHUTDOWN_TIMEOUT", "35s");
        environment.put("MIRROR_SYNC_EVERY", "2s");
        environment.put("MIRROR_SYNC_TICK", "500ms");
        return environment;
    }

    @BeforeEach
    void replicas() throws IOException {
        // What a caller waits for a change upstream: enough for a replica to be told to stop meanwhile.
        sandbox.settings(sandbox.settings().withLatency(100));
        all.add(other);
        for (int i = 1; i < REPLICAS; i++) {
            all.add(Service.start(environment()));
        }
        all.forEach(service -> service.awaitStatus(TYPES, 200));
        rotation.addAll(all);
    }

    @AfterEach
    void noReplicas() {
        over = true;
        all.forEach(Service::close);
    }

    @Test
    void nobodyNoticesARollOut() throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(READERS + 1)) {
            List<Future<?>> calling = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                calling.add(callers.submit(this::read));
            }
            calling.add(callers.submit(this::write));
            for (Service old : List.copyOf(all)) {
                replace(old);
            }
            over = true;
            for (Future<?> caller : calling) {
                caller.get(2, TimeUnit.MINUTES);
            }
        }
        System.out.printf(
                "Rolled: %d reads, %d of them at a second replica, %d failed; %d creates%n",
                reads.get(), secondTries.get(), failed.size(), created.size());
        assertThat(failed).isEmpty();
        assertThat(reads.get()).isGreaterThan(100);
        assertNothingIsLost();
    }

    private void assertNothingIsLost() {
        assertThat(created).hasSizeGreaterThan(5);
        created.forEach(title -> assertThat(titled(title)).as(title).hasSize(1));
        Service last = rotation.getFirst();
        created.forEach(title -> assertThat(
                        last.get(TYPES + "/" + titled(title).getFirst()).body())
                .contains(title));
        assertThat(
                        database.number(
                                "SELECT count(*) FROM mutation WHERE state NOT IN ('SUCCEEDED', 'ADOPTED', 'NOT_SENT', 'ABSENT')"))
                .isZero();
    }

    /** A new one serves before the old one is told to stop; who leads callers there hears of that a little later. */
    private void replace(Service old) throws IOException, InterruptedException {
        Service fresh = Service.start(environment());
        all.add(fresh);
        fresh.awaitStatus(TYPES, 200);
        rotation.add(fresh);
        old.terminate();
        Thread.sleep(UNHEARD_MS);
        rotation.remove(old);
        assertThat(old.exitCode()).isIn(0, 143);
        assertThat(old.log()).doesNotContain("ERROR [io.loyaltymirror");
    }

    private Service next() {
        return rotation.get(Math.floorMod(turn.getAndIncrement(), rotation.size()));
    }

    private void read() {
        while (!over) {
            String path = reads.incrementAndGet() % 2 == 0 ? TYPES : "/mirror/v1/chains";
            Service first = next();
            if (first.get(path).status() != 200) {
                secondTries.incrementAndGet();
                Answer second = anotherThan(first).get(path);
                if (second.status() != 200) {
                    failed.add(second + " of " + path);
                }
            }
            pause();
        }
    }

    private Service anotherThan(Service first) {
        return rotation.stream().filter(service -> service != first).findAny().orElseThrow();
    }

    /** With one key for each, until he is told that it is done. */
    private void write() {
        for (int i = 0; !over; i++) {
            String title = "Gift " + i;
            await(title).atMost(PATIENCE).until(() -> create(next(), title).status() == 200);
            created.add(title);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
