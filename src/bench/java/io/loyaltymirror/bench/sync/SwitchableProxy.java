package io.loyaltymirror.bench.sync;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that passes everything on to another one, until it is shut: then connections are refused. */
final class SwitchableProxy implements AutoCloseable {

    private static final int CHUNK = 16 * 1024;

    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;

    /** An open one, before a port of this machine. */
    SwitchableProxy(int target) throws IOException {
        this.target = target;
        listener = listen(0);
        port = listener.getLocalPort();
        serve(listener);
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return listener;
    }

    int port() {
        return port;
    }

    /** Refuses connections from now on, and resets those that are open. */
    void shut() throws IOException {
        listener.close();
        for (Socket socket : open) {
            reset(socket);
        }
        open.clear();
    }

    private static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException closedAlready) {
            return;
        }
        socket.close();
    }

    /** Passes on again. */
    void reopen() throws IOException {
        listener = listen(port);
        serve(listener);
    }

    private void serve(ServerSocket accepting) {
        Thread.ofVirtual().start(() -> {
            while (!accepting.isClosed()) {
                try {
                    connect(accepting.accept());
                } catch (IOException shut) {
                    // Shut, or nobody is behind it: the client sees the same as without it.
                }
            }
        });
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(server);
            Thread.ofVirtual().start(() -> pass(client, server));
            Thread.ofVirtual().start(() -> pass(server, client));
        } catch (IOException nobodyThere) {
            open.remove(client);
            client.close();
            throw nobodyThere;
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                out.write(chunk, 0, size);
            }
        } catch (IOException broken) {
            // Either end is gone, and so is the other now.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        shut();
    }
}
