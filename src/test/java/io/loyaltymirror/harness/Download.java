package io.loyaltymirror.harness;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who reads a chunked answer as slowly as he likes: nothing is read ahead of him. */
public final class Download implements AutoCloseable {

    /** The system makes it somewhat larger; by itself it would take megabytes. */
    private static final int RECEIVED_AHEAD = 64 * 1024;

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>();

    private Download(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 8 * 1024);
        this.status = Integer.parseInt(line().split(" ")[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Asks, and reads the head of the answer. */
    public static Download start(URI address, String key) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVED_AHEAD);
        socket.setSoTimeout(PATIENCE_MS);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String path =
                address.getRawQuery() == null ? address.getPath() : address.getPath() + "?" + address.getRawQuery();
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                                + "\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new Download(socket);
    }

    public int status() {
        return status;
    }

    /** Null where there is none. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The next chunk; null behind the last one.
     *
     * @throws IOException where the answer was cut off
     */
    public byte[] chunk() throws IOException {
        int size = Integer.parseInt(line(), 16);
        byte[] chunk = in.readNBytes(size);
        if (chunk.length < size || !line().isEmpty()) {
            throw new EOFException("cut off in a chunk");
        }
        return size == 0 ? null : chunk;
    }

    /** All that is still to come, as {@link #chunk} gives it. */
    public String rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk != null; chunk = chunk()) {
            rest.writeBytes(chunk);
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("cut off behind " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** Hangs up, wherever the answer is. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
