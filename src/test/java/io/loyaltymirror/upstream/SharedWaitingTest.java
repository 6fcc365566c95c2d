package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.upstream.VirtualBudget.Ask;
import io.loyaltymirror.upstream.VirtualBudget.Permitted;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who waits how long for the shared budget while three processes scan at full speed; half an hour of made-up time. */
@Tag("process")
class SharedWaitingTest {

    private static final long BEGIN = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
    private static final long END = BEGIN + 30 * 60_000;
    private static final int INTERACTIVE_A_MINUTE = 8;

    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(7);
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::arrives));
    private final List<Long> waits = new ArrayList<>();
    private final int[] scans = new int[3];
    private VirtualBudget budget;

    @BeforeEach
    void connect() throws SQLException {
        budget = new VirtualBudget(VirtualBudget.migrated());
    }

    @AfterEach
    void disconnect() throws SQLException {
        budget.close();
    }

    /**
     * @param latency from a process to the database and back
     * @param since when the waiting began
     * @param arrives when it asks the next time, at the database
     */
    private record Waiting(int process, int latency, Traffic traffic, long since, long arrives) {

        Waiting again(long from, long at) {
            return new Waiting(process, latency, traffic, from, at + latency);
        }
    }

    @Test
    void interactiveRequestsHardlyWaitAndEveryProcessGetsItsShareHoweverFarFromTheDatabase() throws SQLException {
        int[] latencies = {1, 5, 60};
        for (int process = 0; process < latencies.length; process++) {
            waiting.add(new Waiting(process, latencies[process], Traffic.SCAN, BEGIN, BEGIN + process));
        }
        for (long at = BEGIN;
                at < END;
                at += Math.round(-Math.log(random.nextDouble()) * 60_000 / INTERACTIVE_A_MINUTE)) {
            waiting.add(new Waiting(0, 5, Traffic.INTERACTIVE, at, at));
        }
        while (waiting.peek().arrives() < END) {
            step(waiting.remove());
        }
        report();
        assertThat(waits.get(waits.size() * 99 / 100)).isLessThanOrEqualTo(1_000);
        int all = scans[0] + scans[1] + scans[2];
        assertThat(all / (30 * 180.0)).isGreaterThan(0.97);
        assertThat(IntStream.of(scans).min().orElseThrow()).isGreaterThan(all / 5);
    }

    private void step(Waiting one) throws SQLException {
        Ask ask = Ask.of(one.traffic()).waited(one.arrives() - one.since()).late(50 + one.latency());
        Permitted answer = budget.ask(ask, one.arrives());
        if (answer.permit().isEmpty()) {
            long sleep = Math.min(answer.time() - one.arrives(), 1_000) + 1 + random.nextInt(3);
            waiting.add(one.again(one.since(), one.arrives() + sleep));
            return;
        }
        budget.left(answer, one.latency() + random.nextInt(10));
        if (one.traffic() == Traffic.SCAN) {
            scans[one.process()]++;
            waiting.add(one.again(one.arrives(), one.arrives()));
        } else {
            waits.add(answer.time() + one.latency() - one.since());
        }
    }

    private void report() {
        waits.sort(Comparator.naturalOrder());
        System.out.printf(
                "%d interactive requests beside three full-speed scans waited %d ms (median), %d (p99), %d (most);"
                        + " scans of the processes 1, 5 and 60 ms away: %d, %d, %d%n",
                waits.size(),
                waits.get(waits.size() / 2),
                waits.get(waits.size() * 99 / 100),
                waits.getLast(),
                scans[0],
                scans[1],
                scans[2]);
    }
}
