package io.loyaltymirror.bench.load;

import io.loyaltymirror.bench.subject.Key;
import java.nio.charset.StandardCharsets;

/** A request as it goes over the wire. */
public final class RawRequest {

    private RawRequest() {}

    /** A read with the key and these headers, each {@code Name: value}. */
    public static byte[] get(String path, String... headers) {
        StringBuilder text = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        text.append("Authorization: ").append(Key.AUTHORIZATION).append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
