package io.loyaltymirror.mirror;

import io.loyaltymirror.mirror.TypeQuery.Field;
import io.loyaltymirror.mirror.TypeQuery.Sort;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The orders of lists, the same as the database's: types without a weight last both ways, titles by code points. */
final class TypeOrder {

    /** How many orders there are. */
    static final int COUNT = 2 * Field.values().length;

    private static final Comparator<SnapshotType> BY_ID = Comparator.comparingLong(SnapshotType::id);

    static final Comparator<SnapshotType> NATURAL = Comparator.comparing(
                    SnapshotType::weight, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(BY_ID);

    private TypeOrder() {}

    static int number(Sort sort) {
        return 2 * sort.field().ordinal() + (sort.descending() ? 1 : 0);
    }

    /** The places of these types in that order. */
    static int[] of(Sort sort, List<SnapshotType> types) {
        Comparator<SnapshotType> order = comparator(sort);
        return IntStream.range(0, types.size())
                .boxed()
                .sorted((a, b) -> order.compare(types.get(a), types.get(b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Comparator<SnapshotType> comparator(Sort sort) {
        Comparator<SnapshotType> ids = sort.descending() ? BY_ID.reversed() : BY_ID;
        return switch (sort.field()) {
            case ID -> ids;
            case TITLE -> (sort.descending() ? byTitle().reversed() : byTitle()).thenComparing(ids);
            case WEIGHT ->
                Comparator.comparing(
                                SnapshotType::weight,
                                Comparator.nullsLast(
                                        sort.descending()
                                                ? Comparator.<Long>reverseOrder()
                                                : Comparator.naturalOrder()))
                        .thenComparing(ids);
        };
    }

    private static Comparator<SnapshotType> byTitle() {
        return (a, b) -> compare(a.title(), b.title());
    }

    /** As UTF-8's bytes compare; Java's own order puts pairs of surrogates before U+E000. */
    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean isPlain = Character.isSurrogate(x) == Character.isSurrogate(y);
                return isPlain ? Character.compare(x, y) : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
