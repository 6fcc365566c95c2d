package io.loyaltymirror.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that misbehaves: stands between a client and a server on this machine and delays, closes, refuses or swallows
 * what passes. What is set holds for open connections too.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private final Set<Socket> watched = ConcurrentHashMap.newKeySet();
    private volatile String watchedText;
    private volatile ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile long jitterMicros;
    private volatile long lifetimeMillis = Long.MAX_VALUE;
    private volatile boolean swallowing;

    private TcpProxy(int target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
        this.port = listener.getLocalPort();
    }

    /** A proxy before a port of this machine, on a port of its own. */
    public static TcpProxy before(int target) {
        TcpProxy proxy = new TcpProxy(target, listen(0));
        proxy.serve();
        return proxy;
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Everything that passes is late by up to so much, each direction and connection for itself and in order. */
    public void jitter(Duration most) {
        jitterMicros = most.toNanos() / 1_000;
    }

    /** A connection is closed after the first answer past this age, so that the client needs another. */
    public void lifetime(Duration age) {
        lifetimeMillis = age.toMillis();
    }

    /** Nothing passes any more, nobody is told. */
    public void swallow(boolean all) {
        swallowing = all;
    }

    /**
     * Nothing passes by the connections that are open, ever again, and nobody is told; what connects later is served. So
     * it is when somebody between the two forgot them.
     */
    public void forget() {
        forgotten.addAll(open);
    }

    /** The same for those by which a client sent this text since {@link #watch} was told of it. */
    public void forgetWatched() {
        forgotten.addAll(watched);
    }

    /** From now on connections by which a client sends this text are known apart. */
    public void watch(String text) {
        watchedText = text;
    }

    /** Refuses connections, and resets those that are open. */
    public void refuse() {
        close(listener);
        cut();
    }

    /** Accepts again. */
    public void accept() {
        listener = listen(port);
        serve();
    }

    /** Resets what is open. */
    public void cut() {
        for (Socket socket : open) {
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException closedAlready) {
                continue;
            }
            close(socket);
        }
    }

    private void serve() {
        ServerSocket accepting = listener;
        Thread.ofVirtual().start(() -> {
            while (!accepting.isClosed()) {
                try {
                    connect(accepting.accept());
                } catch (IOException refused) {
                    // The listener was closed, or the target is not there: the client sees the same as without us.
                }
            }
        });
    }

    /** How many were accepted so far. */
    public int connections() {
        return connections.get();
    }

    private void connect(Socket client) throws IOException {
        connections.incrementAndGet();
        open.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            long born = System.nanoTime();
            Thread.ofVirtual().start(() -> pump(client, server, Long.MAX_VALUE));
            Thread.ofVirtual().start(() -> pump(server, client, born));
        } catch (IOException nobodyThere) {
            close(client);
            open.remove(client);
            throw nobodyThere;
        }
    }

    /** @param born when the connection was opened, for the direction that may end it; else the largest number */
    private void pump(Socket from, Socket to, long born) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                delay();
                watch(chunk, size, from, to);
                if (!swallowing && !forgotten.contains(from)) {
                    out.write(chunk, 0, size);
                }
                if (born != Long.MAX_VALUE && isOld(born) && in.available() == 0) {
                    return;
                }
            }
        } catch (IOException broken) {
            // Either end is gone, and so is the other now.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void watch(byte[] chunk, int size, Socket from, Socket to) {
        String text = watchedText;
        if (text != null && new String(chunk, 0, size, StandardCharsets.ISO_8859_1).contains(text)) {
            watched.addAll(List.of(from, to));
        }
    }

    private boolean isOld(long born) {
        return (System.nanoTime() - born) / 1_000_000 >= lifetimeMillis;
    }

    private void delay() {
        long most = jitterMicros;
        if (most > 0) {
            try {
                Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(most) * 1_000));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        refuse();
    }
}
