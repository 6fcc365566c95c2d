package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;

/** Membership types as a real chain has them; the same for the same chain, number and first id. */
final class MembershipTypeData {
    private static final List<String> TITLES =
            List.of("Ten Massages", "Абонемент на стрижки", "Unlimited Yoga", "Élan Pilates", "כרטיסיית ספא");
    private static final List<String> COSTS = List.of("4990", "1999.50", "12000", "899.99");

    private final long chain;
    private final int count;
    private final Ids ids;
    private final SplittableRandom random;

    MembershipTypeData(long chain, int count, Ids ids) {
        this.chain = chain;
        this.count = count;
        this.ids = ids;
        random = new SplittableRandom(chain);
    }

    void fill(TypeRows rows) {
        for (int i = 0; i < count; i++) {
            var row = row(i);
            rows.put(row.get("id").longValue(), row);
        }
    }

    private ObjectNode row(int i) {
        var row = MembershipTypeRow.blank(ids.nextAfter(random.nextInt(6)), chain);
        var cost = new BigDecimal(COSTS.get(i % COSTS.size()));
        row.put("title", TITLES.get(i % TITLES.size()) + " " + (1 + i / TITLES.size()));
        row.put("weight", 1 + random.nextInt(1 + count / 2)).put("abonements_count", random.nextInt(90));
        row.put("cost", cost).put("chain_price_min", cost).put("chain_price_max", cost.add(BigDecimal.TEN));
        row.put("period", 1 + random.nextInt(12)).put("allow_freeze", i % 2 == 0);
        if (i % 3 == 0) {
            category(row, 9100 + i % 4);
        }
        if (i % 5 == 2) {
            MembershipTypeRow.archived(row, true, "2025-%02d-03T12:30:00+03:00".formatted(1 + random.nextInt(12)));
        }
        row.withObject("balance_container").withArray("links").add(link(i));
        return row;
    }

    private static void category(ObjectNode row, int id) {
        row.put("category_id", id);
        row.set("category", Json.object().put("id", id).put("title", "Category " + id));
    }

    private ObjectNode link(int i) {
        var link = Json.object().put("count", 1 + i % 10);
        link.set(
                "category",
                Json.object().put("id", 10_000_000 + random.nextInt(500)).put("title", "Massage"));
        return link;
    }
}
