package io.loyaltymirror.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Calls a running sandbox over a bare socket and tells what came back on it, byte by byte. */
record RawCaller(SandboxAltegio sandbox) {
    private static final int PATIENCE_MS = 2_000;

    enum End {
        CLOSED,
        RESET,
        SILENT
    }

    /** What was read until the end of the connection, and how long that took. */
    record Heard(byte[] bytes, End end, Duration time) {
        String head() {
            return new String(bytes, 0, bodyAt(), StandardCharsets.ISO_8859_1);
        }

        byte[] body() {
            return Arrays.copyOfRange(bytes, bodyAt(), bytes.length);
        }

        int contentLength() {
            return Integer.parseInt(header("content-length"));
        }

        /** Empty if there is none. */
        String header(String name) {
            return head().lines()
                    .filter(line -> line.toLowerCase().startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        private int bodyAt() {
            var end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
            return end < 0 ? bytes.length : end + 4;
        }
    }

    Heard get(String path) {
        return call("GET", path, "");
    }

    /** A path under the base URI; the connection is to be closed after the answer. */
    Heard call(String method, String path, String body) {
        var start = System.nanoTime();
        var heard = new ByteArrayOutputStream();
        try (var socket = new Socket("localhost", sandbox.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request(method, path, body).getBytes(StandardCharsets.UTF_8));
            var end = read(socket.getInputStream(), heard);
            return new Heard(heard.toByteArray(), end, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String request(String method, String path, String body) {
        return """
                %s /api/v1/%s HTTP/1.1\r
                Host: localhost\r
                Connection: close\r
                Accept: application/json\r
                Authorization: Bearer sandbox-partner, User sandbox-user\r
                Content-Length: %d\r
                \r
                %s""".formatted(method, path, body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    private static End read(InputStream in, ByteArrayOutputStream heard) throws IOException {
        try {
            in.transferTo(heard);
            return End.CLOSED;
        } catch (SocketTimeoutException e) {
            return End.SILENT;
        } catch (SocketException e) {
            return End.RESET;
        }
    }
}
