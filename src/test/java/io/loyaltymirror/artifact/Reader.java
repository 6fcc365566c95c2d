package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a list all the time by one connection, and keeps what each generation looked like. */
final class Reader implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Socket socket;
    private final byte[] request;
    private final Thread thread;
    private final Map<Long, String> seen = new ConcurrentHashMap<>();
    private final AtomicLong reads = new AtomicLong();
    private volatile String complaint;
    private volatile boolean over;
    private long last;

    Reader(URI list) throws IOException {
        socket = new Socket(list.getHost(), list.getPort());
        request = ("GET " + list.getPath() + "?" + list.getQuery() + " HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Bearer key\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        thread = Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (!over) {
                socket.getOutputStream().write(request);
                keep(answer(in));
                reads.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            complain(e.toString());
        }
    }

    private void complain(String what) {
        complaint = complaint == null ? what : complaint;
    }

    private record Answer(long generation, String body) {}

    private static Answer answer(InputStream in) throws IOException {
        long generation = 0;
        int length = -1;
        String status = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] header = line.split(": ", 2);
            switch (header[0].toLowerCase(java.util.Locale.ROOT)) {
                case "mirror-generation" ->
                    generation = Long.parseLong(header[1].split("\\.")[1]);
                case "content-length" -> length = Integer.parseInt(header[1]);
                default -> {}
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.contains(" 200 ")) {
            throw new IllegalStateException(status + " " + body);
        }
        return new Answer(generation, body);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void keep(Answer answer) {
        if (answer.generation < last) {
            complain("generation " + answer.generation + " after " + last);
        }
        last = answer.generation;
        String before = seen.putIfAbsent(answer.generation, answer.body);
        if (before != null && !before.equals(answer.body)) {
            complain("two answers of generation " + answer.generation);
        }
    }

    long reads() {
        return reads.get();
    }

    /** The newest generation that it was shown. */
    long newest() {
        return seen.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** What it was shown, by generation. */
    Map<Long, JsonNode> seen() {
        Map<Long, JsonNode> lists = new java.util.TreeMap<>();
        seen.forEach((generation, body) -> {
            try {
                lists.put(generation, MAPPER.readTree(body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return lists;
    }

    void assertContent() {
        assertThat(complaint).isNull();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
