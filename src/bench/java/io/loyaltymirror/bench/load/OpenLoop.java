package io.loyaltymirror.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/**
 * Asks on a fixed schedule, whatever the server does, and counts each latency from the moment at which the request should
 * have left. A server that stands still for a second so spoils all requests of that second, and not one for each
 * connection. HTTP/1.1 on connections that are kept; one thread.
 *
 * @param port of a server of this machine
 * @param connections how many may be under way at a time; what is due when all are waits, and that counts
 * @param perSecond the schedule; 0 for none: each connection asks as soon as it was answered
 * @param requests the bytes of the nth request
 * @param check of each answer
 */
public record OpenLoop(
        int port, int connections, double perSecond, LongFunction<byte[]> requests, Exchange.Check check) {

    /** After the last request was due; a server that takes longer is down. */
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    /** How precisely a request leaves; shorter rests would take the server's processor. */
    private static final long REST = 50_000;

    private static final double SECOND = 1e9;

    /** A busy machine makes the generator late; where it does so this often, nothing can be measured. */
    private static final int TRIES = 3;

    /** A generator that is wrong on purpose, to show what it hides. */
    public static OpenLoop closed(int port, int connections, LongFunction<byte[]> requests, Exchange.Check check) {
        return new OpenLoop(port, connections, 0, requests, check);
    }

    public OpenLoop at(double rate) {
        return new OpenLoop(port, connections, rate, requests, check);
    }

    /**
     * Asks for so long.
     *
     * @throws IOException if a connection breaks
     * @throws IllegalStateException if an answer fails the check, or does not come
     */
    public Latencies over(Duration time) throws IOException {
        try (Selector selector = Selector.open()) {
            List<Exchange> all = new ArrayList<>();
            try {
                for (int number = 0; number < connections; number++) {
                    all.add(Exchange.open(new InetSocketAddress("localhost", port), selector, number, check));
                }
                return new Run(selector, new ArrayDeque<>(all), time.toNanos()).go();
            } finally {
                for (Exchange exchange : all) {
                    exchange.close();
                }
            }
        }
    }

    /**
     * Asks for so long, and again where the generator itself was late.
     *
     * @throws IllegalStateException if it was so each time: latencies would be the generator's
     */
    public Latencies overInTime(Duration time) throws IOException {
        Latencies seen = over(time);
        for (int tries = 1; seen.isGeneratorsOwn(); tries++) {
            String late = "the generator was late by %.2f ms (p99) of %.2f ms"
                    .formatted(seen.latenessMillis(99), seen.millis(99));
            if (tries == TRIES) {
                throw new IllegalStateException(
                        late + ", " + TRIES + " times: the machine is too busy for latencies, so there is no result");
            }
            System.out.println("  " + late + ", once more");
            seen = over(time);
        }
        return seen;
    }

    private final class Run {

        private final Selector selector;
        private final Queue<Exchange> idle;
        private final long length;
        private final long begin = System.nanoTime();
        private final Histogram latencies = Latencies.empty();
        private final Histogram lateness = Latencies.empty();
        private long next;
        private int underWay;
        private long lookBefore = begin;

        Run(Selector selector, Queue<Exchange> idle, long length) {
            this.selector = selector;
            this.idle = idle;
            this.length = length;
        }

        Latencies go() throws IOException {
            while (isMore() || underWay > 0) {
                long now = System.nanoTime();
                if (now - begin > length + PATIENCE) {
                    throw new IllegalStateException(underWay + " answers are missing, " + next + " were asked for");
                }
                sendDue(now);
                long look = System.nanoTime();
                if (selector.selectNow() == 0) {
                    rest();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    advance((Exchange) key.attachment());
                }
                lookBefore = look;
                selector.selectedKeys().clear();
            }
            return new Latencies(latencies, lateness, next / ((System.nanoTime() - begin) / SECOND));
        }

        private boolean isMore() {
            return perSecond > 0 ? due(next) - begin < length : System.nanoTime() - begin < length;
        }

        private long due(long request) {
            return begin + (long) (request / perSecond * SECOND);
        }

        private void sendDue(long now) throws IOException {
            while (!idle.isEmpty() && isMore() && (perSecond == 0 || due(next) <= now)) {
                Exchange exchange = idle.poll();
                long intended = perSecond == 0 ? System.nanoTime() : due(next);
                long late = now - Math.max(intended, exchange.idleSince());
                exchange.send(requests.apply(next), next, intended, late);
                next++;
                underWay++;
            }
        }

        private void rest() {
            if (underWay == 0 && perSecond > 0 && due(next) - System.nanoTime() < REST) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(REST);
            }
        }

        private void advance(Exchange exchange) throws IOException {
            if (exchange.read()) {
                long now = System.nanoTime();
                latencies.recordValue(Latencies.micros(now - exchange.intended()));
                // It may have been there since the last look.
                lateness.recordValue(Latencies.micros(exchange.late() + now - lookBefore));
                exchange.finish(now);
                idle.add(exchange);
                underWay--;
            }
        }
    }
}
