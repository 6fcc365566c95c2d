package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** What happens to the bytes of the true answer. An answer without a body (204) gets one first, and a 200. */
@EnumNaming(SnakeCaseStrategy.class)
public enum BodyDamage implements Harm {
    /** The first half, under a Content-Length that is true of it. */
    CUT_JSON,
    /** The first half, under the Content-Length of the whole; then the connection is closed. */
    CUT_BODY,
    /** Two bytes in the middle that are no UTF-8. */
    INVALID_UTF8,
    /** Bytes that are no text at all, as many as the true ones. */
    UNREADABLE,
    /** All bytes as they should be, as {@code text/html}. */
    WRONG_CONTENT_TYPE;

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    Payload damaged(Payload whole) {
        return switch (this) {
            case CUT_JSON -> whole.with(Arrays.copyOf(whole.body(), whole.body().length / 2));
            case CUT_BODY -> whole;
            case INVALID_UTF8 -> whole.with(withoutUtf8(whole.body().clone()));
            case UNREADABLE -> whole.with(noise(whole.body().length));
            case WRONG_CONTENT_TYPE -> whole.with(Map.of("Content-Type", "text/html; charset=utf-8"));
        };
    }

    // 0xFF and 0xFE stand nowhere in UTF-8, whatever is around them.
    private static byte[] withoutUtf8(byte[] bytes) {
        bytes[bytes.length / 2] = (byte) 0xFF;
        bytes[bytes.length / 2 + 1] = (byte) 0xFE;
        return bytes;
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (0x80 + i * 31 % 0x80);
        }
        return bytes;
    }
}
