package io.loyaltymirror.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.sandbox.TypeRows;
import io.loyaltymirror.sync.OwnChain;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What people of a chain do with its types in Altegio over a year. */
final class YearEditor {

    private enum Edit {
        SELL(58),
        COUNT_ANEW(4),
        PRICE(10),
        PRICE_ONLINE(4),
        ARCHIVE(5),
        TITLE(4),
        LOCATIONS(4),
        DELETE(4),
        RETURN(4),
        MAKE(3);

        private final int weight;

        Edit(int weight) {
            this.weight = weight;
        }
    }

    /** One at a time: more at once would be held back, and a test elsewhere says so. */
    private final Map<Kind, ObjectNode> deleted = new EnumMap<>(Kind.class);

    private final OwnChain chain;
    private final SplittableRandom random;
    private final Coverage coverage;
    private long lastId = 900_000;

    YearEditor(OwnChain chain, SplittableRandom random, Coverage coverage) {
        this.chain = chain;
        this.random = random;
        this.coverage = coverage;
    }

    /** All that may happen. */
    static List<Object> edits() {
        return List.of((Object[]) Edit.values());
    }

    TypeRows rows(Kind kind) {
        return kind == Kind.CERTIFICATE_TYPE ? chain.certificates() : chain.memberships();
    }

    void edit() {
        Kind kind = random.nextInt(3) == 0 ? Kind.MEMBERSHIP_TYPE : Kind.CERTIFICATE_TYPE;
        List<Long> ids = rows(kind).ids();
        long id = ids.get(random.nextInt(ids.size()));
        Edit edit = drawn();
        coverage.count(edit);
        switch (edit) {
            case DELETE -> delete(kind, id);
            case RETURN -> putBack(kind);
            case MAKE -> make(kind, id);
            default -> rows(kind).change(id, row -> changed(kind, edit, row));
        }
    }

    private Edit drawn() {
        int at = random.nextInt(100);
        for (Edit edit : Edit.values()) {
            at -= edit.weight;
            if (at < 0) {
                return edit;
            }
        }
        throw new IllegalStateException("the weights are a hundred");
    }

    private ObjectNode changed(Kind kind, Edit edit, ObjectNode row) {
        String total = total(kind);
        int sold = row.path(total).asInt();
        return switch (edit) {
            case SELL -> row.put(total, sold + 1 + random.nextInt(5));
            case COUNT_ANEW -> row.put(total, random.nextInt(sold + 1));
            case PRICE -> row.put(price(kind), 100 * (1 + random.nextInt(50)));
            case PRICE_ONLINE -> row.put("online_sale_price", 10 * random.nextInt(500));
            case ARCHIVE -> row.put("is_archived", !row.path("is_archived").booleanValue());
            case TITLE -> row.put("title", "Title " + random.nextInt(1_000));
            default -> withLocations(kind, row);
        };
    }

    private ObjectNode withLocations(Kind kind, ObjectNode row) {
        var ids = row.putArray(kind == Kind.CERTIFICATE_TYPE ? "salon_ids" : "attached_salon_ids");
        for (int location = 1; location <= random.nextInt(4); location++) {
            ids.add(720_440 + location);
        }
        return row;
    }

    private void delete(Kind kind, long id) {
        if (!deleted.containsKey(kind)) {
            deleted.put(kind, rows(kind).find(id).orElseThrow());
            rows(kind).delete(id);
        }
    }

    /** Some come back before anybody is sure that they are gone. */
    private void putBack(Kind kind) {
        ObjectNode row = deleted.remove(kind);
        if (row != null) {
            rows(kind).put(row.path("id").asLong(), random.nextBoolean() ? row : changed(kind, Edit.SELL, row));
        }
    }

    private void make(Kind kind, long like) {
        ObjectNode row = rows(kind).find(like).orElseThrow();
        long id = ++lastId;
        rows(kind).put(id, row.put("id", id).put("title", "Made " + id));
    }

    static String total(Kind kind) {
        return kind == Kind.CERTIFICATE_TYPE ? "released_total" : "abonements_count";
    }

    static String price(Kind kind) {
        return kind == Kind.CERTIFICATE_TYPE ? "balance" : "cost";
    }
}
