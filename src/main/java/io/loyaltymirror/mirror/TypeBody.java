package io.loyaltymirror.mirror;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * One mirrored type.
 *
 * @param body its JSON
 * @param hash the begin of its content's hash
 * @param sum of the very bytes: one content can be written in two ways, {@code 1} and {@code 1.0}
 */
public record TypeBody(Bodies body, long hash, int sum) {

    private static final HexFormat HEX = HexFormat.of();

    static TypeBody of(byte[] bytes, byte[] contentHash) {
        return new TypeBody(new Bodies.Slice(bytes, 0, bytes.length), hash(contentHash), sum(bytes, 0, bytes.length));
    }

    static long hash(byte[] contentHash) {
        long hash = 0;
        for (int i = 0; i < Long.BYTES && i < contentHash.length; i++) {
            hash = hash << Byte.SIZE | contentHash[i] & 0xff;
        }
        return hash;
    }

    static int sum(byte[] bytes, int from, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    /** Equal where and only where the bytes are. */
    public String tag() {
        return HEX.toHexDigits(hash) + HEX.toHexDigits(sum);
    }
}
