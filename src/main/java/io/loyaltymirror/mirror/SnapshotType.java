package io.loyaltymirror.mirror;

import io.vertx.mutiny.core.buffer.Buffer;
import java.util.Comparator;

/**
 * What filters and orders need of one type in a snapshot.
 *
 * @param weight null: behind all others
 * @param title as it was folded when it was published
 * @param itemType null: none
 * @param hash see {@link TypeBody}
 * @param sum see {@link TypeBody}
 */
record SnapshotType(
        long id, Long weight, String title, boolean archived, Long itemType, long[] salons, long hash, int sum) {

    /** Objects with their headers and references, on a 64-bit machine with compressed pointers. */
    private static final long OVERHEAD = 160;

    long weightInHeap() {
        return OVERHEAD + 2L * title.length() + (long) Long.BYTES * salons.length;
    }

    SnapshotType withSum(int sumOfBytes) {
        return new SnapshotType(id, weight, title, archived, itemType, salons, hash, sumOfBytes);
    }

    TypeBody body(Bodies body) {
        return new TypeBody(body, hash, sum);
    }

    boolean isOfSalon(long salon) {
        for (long each : salons) {
            if (each == salon) {
                return true;
            }
        }
        return false;
    }

    /** A type as it was read; the sum is not known yet. */
    record Loaded(SnapshotType type, boolean listed, Buffer body) {

        /** As lists have them; behind those what lists do not show. */
        static final Comparator<Loaded> ORDER = Comparator.comparing(Loaded::listed, Comparator.reverseOrder())
                .thenComparing(Loaded::type, TypeOrder.NATURAL);
    }
}
