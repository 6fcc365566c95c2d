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
import java.util.function.Function;
import java.util.function.LongFunction;

/** Whether the generator tells of a server that stands still: one second of six must show in what one request in a hundred saw. */
final class SelfTest {

    private static final double LEAST_MILLIS = 900;
    private static final int CONNECTIONS = 16;
    private static final double RATE = 500;
    private static final long STOPPED_AT = 500;
    private static final Exchange.Check OK = Exchange.Check.status(200);
    private static final byte[] REQUEST = RawRequest.get("/");

    private SelfTest() {}

    /** @return whether it does */
    static boolean run() throws Exception {
        try (VertxPeer server = VertxPeer.start(VertxPeer.Mode.CONSTANT, null, 0)) {
            new OpenLoop(server.port(), CONNECTIONS, RATE, _ -> REQUEST, OK).over(Duration.ofSeconds(1));
            Latencies told = whileStopped(
                    server,
                    requests -> new OpenLoop(server.port(), CONNECTIONS, RATE, requests, OK),
                    Duration.ofSeconds(6));
            Latencies hidden = whileStopped(
                    server,
                    requests -> OpenLoop.closed(server.port(), CONNECTIONS, requests, OK),
                    Duration.ofSeconds(4));
            System.out.println("The server is stopped for 1 s of 6, and for 1 s of 4 under the closed loop:");
            print("open loop, from the intended time", told);
            print("closed loop, from the actual time", hidden);
            boolean good = told.millis(99) >= LEAST_MILLIS;
            System.out.println(good ? "the generator tells of it" : "THE GENERATOR HIDES IT");
            return good;
        }
    }

    /** Stopped when so many requests have left, and not at a time: a busy machine may begin late. */
    private static Latencies whileStopped(
            VertxPeer server, Function<LongFunction<byte[]>, OpenLoop> generator, Duration time) throws Exception {
        CompletableFuture<Void> stop = new CompletableFuture<>();
        Latencies latencies = generator
                .apply(request -> {
                    if (request == STOPPED_AT) {
                        stop.completeAsync(() -> stopForASecond(server));
                    }
                    return REQUEST;
                })
                .over(time);
        try {
            stop.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server could not be stopped", e.getCause());
        }
        return latencies;
    }

    private static Void stopForASecond(VertxPeer server) {
        server.signal("STOP");
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            server.signal("CONT");
        }
        return null;
    }

    private static void print(String what, Latencies seen) {
        System.out.printf(
                "  %s: %,d requests, p50 %.2f ms, p99 %.1f ms, most %.0f ms; generator late p99 %.2f ms%n",
                what, seen.count(), seen.millis(50), seen.millis(99), seen.millis(100), seen.latenessMillis(99));
    }
}
