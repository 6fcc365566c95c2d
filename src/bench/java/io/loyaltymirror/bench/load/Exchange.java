package io.loyaltymirror.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One connection of {@link OpenLoop}, and what is under way on it. Reads HTTP/1.1 answers that say how long they are. */
public final class Exchange implements AutoCloseable {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private final SocketChannel channel;
    private final int number;
    private final Check check;
    private byte[] bytes = new byte[16 * 1024];
    private int size;
    private int headEnd;
    private int length;
    private long request;
    private long intended;
    private long late;
    private long idleSince;

    /** Looks at an answer; must be quick, it runs between requests. */
    public interface Check {

        /** @throws IllegalStateException if the answer is not what it must be */
        void accept(Exchange answer);

        /** This status and no other. */
        static Check status(int status) {
            return answer -> answer.expect(status);
        }
    }

    private Exchange(SocketChannel channel, int number, Check check) {
        this.channel = channel;
        this.number = number;
        this.check = check;
    }

    static Exchange open(InetSocketAddress address, Selector selector, int number, Check check) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Exchange exchange = new Exchange(channel, number, check);
        channel.register(selector, SelectionKey.OP_READ, exchange);
        return exchange;
    }

    void send(byte[] text, long nth, long shouldLeave, long lateBy) throws IOException {
        request = nth;
        intended = shouldLeave;
        late = lateBy;
        size = 0;
        headEnd = 0;
        if (channel.write(ByteBuffer.wrap(text)) != text.length) {
            throw new IOException("a request does not fit an empty socket");
        }
    }

    /** Reads what is there; says whether the answer is complete. */
    boolean read() throws IOException {
        int got = channel.read(ByteBuffer.wrap(bytes, size, bytes.length - size));
        if (got < 0) {
            throw new IOException("the server closed a connection");
        }
        size += got;
        if (headEnd == 0) {
            readHead();
        }
        if (headEnd > 0 && size >= length) {
            return true;
        }
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * size));
        }
        return false;
    }

    private void readHead() {
        int end = find(END, 0, size);
        if (end < 0) {
            return;
        }
        headEnd = end + END.length;
        int at = find(LENGTH, 0, headEnd);
        if (at >= 0) {
            length = headEnd + Integer.parseInt(line(at + LENGTH.length));
        } else if (status() == 304 || status() == 204) {
            length = headEnd;
        } else {
            throw new IllegalStateException("an answer that does not say how long it is: " + head());
        }
    }

    private int find(byte[] lowerCase, int from, int to) {
        for (int at = from; at <= to - lowerCase.length; at++) {
            int same = 0;
            while (same < lowerCase.length && lower(bytes[at + same]) == lowerCase[same]) {
                same++;
            }
            if (same == lowerCase.length) {
                return at;
            }
        }
        return -1;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
    }

    private String line(int from) {
        int to = from;
        while (bytes[to] != '\r') {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII).strip();
    }

    void finish(long now) {
        check.accept(this);
        idleSince = now;
    }

    /** Which connection this is. */
    public int number() {
        return number;
    }

    /** Which request was answered. */
    public long request() {
        return request;
    }

    public int status() {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    }

    /** A header's value; null where there is none. */
    public String header(String lowerCaseName) {
        byte[] name = ("\r\n" + lowerCaseName + ":").getBytes(StandardCharsets.US_ASCII);
        int at = find(name, 0, headEnd);
        return at < 0 ? null : line(at + name.length);
    }

    private String head() {
        return new String(bytes, 0, headEnd, StandardCharsets.US_ASCII);
    }

    /** The body, to be read at once: the next answer overwrites it. */
    public ByteBuffer body() {
        return ByteBuffer.wrap(bytes, headEnd, length - headEnd);
    }

    /** @throws IllegalStateException if it is another one */
    public void expect(int status) {
        if (status() != status) {
            throw new IllegalStateException("answered %d and not %d: %s"
                    .formatted(status(), status, new String(bytes, 0, Math.min(size, 2_000), StandardCharsets.UTF_8)));
        }
    }

    long intended() {
        return intended;
    }

    /** By how much the generator sent too late, this connection being free. */
    long late() {
        return late;
    }

    long idleSince() {
        return idleSince;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
