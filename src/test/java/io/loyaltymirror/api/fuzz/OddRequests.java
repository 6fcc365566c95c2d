package io.loyaltymirror.api.fuzz;

import io.loyaltymirror.api.fuzz.Operations.Operation;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Requests of which something is wrong, as bytes. None of them, if the service is right, changes anything. */
final class OddRequests {

    /** Beyond every limit of a line, a head or a body. */
    private static final int FLOOD = 300_000;

    private static final List<String> CHAINS =
            List.of("706029", "720441", "706029", "0", "-1", "7.0", "9223372036854775807", "99999999999999999999", "x");

    /** None of a type that is there. */
    private static final List<String> IDS = List.of(
            "900000001",
            "0",
            "-1",
            "9223372036854775807",
            "9223372036854775808",
            "1e3",
            "%00",
            "..",
            "x",
            "%F0%9F%8E%81");

    private static final List<String> ODD = List.of(
            "",
            " ",
            "0",
            "-1",
            "1",
            "100",
            "101",
            "2147483648",
            "9223372036854775808",
            "1e9",
            "NaN",
            "null",
            "true",
            "[]",
            "{}",
            "a,b",
            "1,2,3",
            ",",
            "id",
            "-id",
            "weight",
            "%",
            "_",
            "\\",
            "'",
            "\"",
            "' OR 1=1 --",
            "<script>",
            "\u0000",
            "\ud83c\udf81",
            "\u202e",
            "a\r\nX-Injected: 1",
            "x".repeat(300),
            "%25",
            "${jndi:ldap://x}",
            "1-1",
            "1.1",
            "wait=1",
            "\"key\"",
            "certificate_type",
            "COMPLETE",
            "2026-11-26T00:00:00Z");

    /** Each with the same chance. */
    private static final List<String> KEYS = Stream.concat(
                    Collections.nCopies(15, "Bearer all").stream(),
                    Stream.of(
                            "Bearer all, User x",
                            "Bearer reader",
                            "Bearer",
                            "bearer\tall",
                            "Basic x",
                            "Bearer " + "y".repeat(2_000)))
            .toList();

    private static final List<String> TYPES =
            List.of("application/json", "application/json", "application/json", "text/plain", "application/xml", "x");

    private final List<Operation> operations;
    private final OddBodies bodies;
    private final SplittableRandom random;

    OddRequests(List<Operation> operations, OddBodies bodies, SplittableRandom random) {
        this.operations = operations;
        this.bodies = bodies;
        this.random = random;
    }

    /**
     * A request.
     *
     * @param isFlood the server may hang up on it in the middle
     */
    record Odd(String words, byte[] bytes, boolean isFlood) {}

    Odd next() {
        Operation operation = pick(operations);
        boolean isFlood = random.nextInt(100) == 0;
        byte[] body = operation.isRead() ? new byte[0] : bodies.next(operation.path(), isFlood ? FLOOD : 0);
        List<String> head = head(operation, body.length);
        String method = random.nextInt(60) == 0
                ? pick(List.of("FOO", "OPTIONS", "TRACE", "HEAD", "PUT", "PATCH"))
                : operation.method();
        String address = address(operation);
        String words = method + " " + address + " " + head;
        if (isFlood && operation.isRead()) {
            address += "?title=" + "x".repeat(FLOOD);
        }
        return new Odd(words, bytes(method, address, head, body), isFlood);
    }

    private List<String> head(Operation operation, int body) {
        List<String> head = new ArrayList<>(List.of("Host: localhost", "Connection: close"));
        if (random.nextInt(20) > 0) {
            head.add("Authorization: " + pick(KEYS));
        }
        for (String name : operation.headers()) {
            if (!name.equalsIgnoreCase("Authorization") && random.nextInt(3) == 0) {
                head.add(name + ": " + plain(pick(ODD)));
            }
        }
        if (!operation.isRead()) {
            head.add("Content-Type: " + pick(TYPES));
            head.add("Content-Length: " + body);
        }
        odd(head);
        return head;
    }

    private static byte[] bytes(String method, String address, List<String> head, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = method + " " + address + " HTTP/1.1\r\n" + String.join("\r\n", head) + "\r\n\r\n";
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private void odd(List<String> head) {
        switch (random.nextInt(40)) {
            case 0 -> head.add("X-Odd: " + "z".repeat(20_000));
            case 1 -> head.add("Accept: " + pick(List.of("text/html", "x", "*/*;q=0", "application/vnd.api.v2+json")));
            case 2 -> head.add("Content-Encoding: gzip");
            case 3 -> head.add("Accept-Encoding: br, gzip;q=9, ,");
            case 4 -> head.add("Expect: 100-continue");
            case 5 -> head.add("X-Forwarded-For: ' OR 1=1");
            case 6 -> head.add("Range: bytes=0-1");
            default -> {}
        }
    }

    private String address(Operation operation) {
        String path = operation.path().replace("{chain}", pick(CHAINS));
        path = path.replace("{id}", path.startsWith("/mirror/v1/chains") ? pick(CHAINS) : pick(IDS));
        if (random.nextInt(30) == 0) {
            path = pick(List.of(
                    path + "/",
                    path + "/x",
                    path + "//",
                    "/" + path,
                    path.toUpperCase(Locale.ROOT),
                    path + "%2e%2e",
                    path + ";a=b"));
        }
        List<String> query = new ArrayList<>();
        for (String name : operation.query()) {
            if (random.nextInt(2) == 0) {
                query.add(name + "=" + encoded(pick(ODD)));
            }
        }
        if (random.nextInt(20) == 0) {
            query.add(pick(
                    List.of("=", "&&", "page", "page=1&page=2", "%zz=1", "a[]=1", "title=%ff%fe", "title={x}", "#")));
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String encoded(String text) {
        // Half of a pair cannot be said in an address; what stands for it is odd enough.
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A line of the head ends where the line ends. */
    private static String plain(String text) {
        return text.replaceAll("[\\r\\n\\u0000]", " ");
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
