package io.loyaltymirror.bench.subject;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The key that all calls are made with. */
public final class Key {

    /** The header's value. */
    public static final String AUTHORIZATION = "Bearer " + key();

    private Key() {}

    // As long as the ones that the README makes.
    private static String key() {
        return "0123456789abcdef".repeat(4);
    }

    static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
