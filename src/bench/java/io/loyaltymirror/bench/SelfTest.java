package io.loyaltymirror.bench;

import io.loyaltymirror.bench.load.Exchange;
import io.loyaltymirror.bench.load.Latencies;
import io.loyaltymirror.bench.load.OpenLoop;
import io.loyaltymirror.bench.load.RawRequest;
import io.loyaltymirror.bench.peer.VertxPeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Whether the generator tells of a server that stands still: one second of six must show in what one request in a hundred saw. */
final class SelfTest {

    private static final double LEAST_MILLIS = 900;
    private static final int CONNECTIONS = 16;
    private static final byte[] REQUEST = RawRequest.get("/");

    private SelfTest() {}

    /** @return whether it does */
    static boolean run() throws Exception {
        try (VertxPeer server = VertxPeer.start(VertxPeer.Mode.CONSTANT, null, 0)) {
            OpenLoop open = new OpenLoop(server.port(), CONNECTIONS, 1_000, _ -> REQUEST, Exchange.Check.status(200));
            OpenLoop closed = OpenLoop.closed(server.port(), CONNECTIONS, _ -> REQUEST, Exchange.Check.status(200));
            open.over(Duration.ofSeconds(1));
            Latencies told = whileStopped(server, open, Duration.ofSeconds(6));
            Latencies hidden = whileStopped(server, closed, Duration.ofSeconds(4));
            System.out.println("The server is stopped for 1 s of 6, and for 1 s of 4 under the closed loop:");
            print("open loop, from the intended time", told);
            print("closed loop, from the actual time", hidden);
            boolean good = told.millis(99) >= LEAST_MILLIS;
            System.out.println(good ? "the generator tells of it" : "THE GENERATOR HIDES IT");
            return good;
        }
    }

    private static Latencies whileStopped(VertxPeer server, OpenLoop generator, Duration time) throws Exception {
        CompletableFuture<Void> stop = CompletableFuture.runAsync(
                () -> stopForASecond(server), CompletableFuture.delayedExecutor(1_500, TimeUnit.MILLISECONDS));
        Latencies latencies = generator.over(time);
        try {
            stop.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server could not be stopped", e.getCause());
        }
        return latencies;
    }

    private static void stopForASecond(VertxPeer server) {
        server.signal("STOP");
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            server.signal("CONT");
        }
    }

    private static void print(String what, Latencies seen) {
        System.out.printf(
                "  %s: %,d requests, p50 %.2f ms, p99 %.1f ms, most %.0f ms; generator late p99 %.2f ms%n",
                what, seen.count(), seen.millis(50), seen.millis(99), seen.millis(100), seen.latenessMillis(99));
    }
}
