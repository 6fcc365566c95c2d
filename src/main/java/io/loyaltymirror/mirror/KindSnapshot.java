package io.loyaltymirror.mirror;

import io.loyaltymirror.mirror.TypeQuery.Sort;
import io.vertx.mutiny.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * One kind of a chain's types, of one generation, ready to be served: the bytes of those that lists show lie side by side
 * in the order of the list, so that a page is a piece of them. Never changed once it is there; other orders are found when
 * they are first asked for.
 */
final class KindSnapshot {

    private final List<SnapshotType> types;
    private final int listed;
    private final byte[] bytes;
    private final int[] starts;
    private final int[] byId;
    private final long weight;
    private final AtomicReferenceArray<int[]> orders = new AtomicReferenceArray<>(TypeOrder.COUNT);

    private KindSnapshot(List<SnapshotType> types, int listed, byte[] bytes, int[] starts, int[] byId) {
        this.types = types;
        this.listed = listed;
        this.bytes = bytes;
        this.starts = starts;
        this.byId = byId;
        weight = bytes.length
                + types.stream().mapToLong(SnapshotType::weightInHeap).sum();
    }

    /** The rows with their bodies, in any order. */
    static KindSnapshot of(List<SnapshotType.Loaded> rows) {
        List<SnapshotType.Loaded> ordered =
                rows.stream().sorted(SnapshotType.Loaded.ORDER).toList();
        long size = ordered.stream().mapToLong(row -> row.body().length() + 1L).sum();
        byte[] bytes = new byte[Math.toIntExact(size)];
        int[] starts = new int[ordered.size() + 1];
        List<SnapshotType> types = new ArrayList<>(ordered.size());
        for (int i = 0; i < ordered.size(); i++) {
            Buffer body = ordered.get(i).body();
            body.getDelegate().getBytes(bytes, starts[i]);
            bytes[starts[i] + body.length()] = ',';
            types.add(ordered.get(i).type().withSum(TypeBody.sum(bytes, starts[i], body.length())));
            starts[i + 1] = starts[i] + body.length() + 1;
        }
        int listed = (int) ordered.stream().filter(SnapshotType.Loaded::listed).count();
        return new KindSnapshot(types, listed, bytes, starts, byId(types));
    }

    private static int[] byId(List<SnapshotType> types) {
        return IntStream.range(0, types.size())
                .boxed()
                .sorted((a, b) -> Long.compare(types.get(a).id(), types.get(b).id()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** What it takes in the heap, about. */
    long weight() {
        return weight;
    }

    /** One type, whether lists show it or not; null where there is none. */
    TypeBody get(long id) {
        int low = 0;
        int high = byId.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int place = byId[middle];
            long found = types.get(place).id();
            if (found == id) {
                return types.get(place).body(slice(place, place + 1));
            }
            if (found < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** One page of the types that lists show. */
    TypeList list(TypeQuery query) {
        boolean isNatural = query.sort().equals(Sort.DEFAULT);
        if (isNatural && query.isUnfiltered()) {
            int from = (int) Math.min(query.offset(), listed);
            int to = (int) Math.min(query.offset() + query.size(), listed);
            return new TypeList(listed, slice(from, to));
        }
        IntStream places = isNatural ? IntStream.range(0, listed) : Arrays.stream(order(query.sort()));
        int[] matching = places.filter(filter(query)).toArray();
        List<Bodies.Slice> page = Arrays.stream(matching)
                .skip(query.offset())
                .limit(query.size())
                .mapToObj(place -> slice(place, place + 1))
                .toList();
        return new TypeList(matching.length, Bodies.Several.of(page));
    }

    private IntPredicate filter(TypeQuery query) {
        TypeFilter filter = TypeFilter.of(query);
        return place -> filter.matches(types.get(place));
    }

    /** Neighbours, without the last one's comma. */
    private Bodies.Slice slice(int from, int to) {
        return new Bodies.Slice(bytes, starts[from], Math.max(0, starts[to] - starts[from] - 1));
    }

    private int[] order(Sort sort) {
        int number = TypeOrder.number(sort);
        int[] known = orders.get(number);
        if (known == null) {
            known = TypeOrder.of(sort, types.subList(0, listed));
            orders.set(number, known);
        }
        return known;
    }
}
