package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;

/** Certificate types as a real chain has them; the same for the same chain, number and first id. */
final class CertificateTypeData {
    private static final List<String> TITLES = List.of(
            "Gift Certificate",
            "Spa Day",
            "Élan Beauté",
            "Подарочный сертификат",
            "Haircut & Colour",
            "תו קנייה",
            "Rosé \"Soin\"",
            "Couple's Massage",
            "Скидка ко дню рождения",
            "100% Barber_Club");
    private static final List<String> BALANCES =
            List.of("1000", "500", "1499.90", "2500.50", "3000", "99.99", "10000", "0", "750.05");

    private final long chain;
    private final int count;
    private final Ids ids;
    private final SplittableRandom random;

    CertificateTypeData(long chain, int count, Ids ids) {
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
        var row = CertificateTypeRow.blank(ids.nextAfter(random.nextInt(6)), chain);
        var balance = new BigDecimal(BALANCES.get(i % BALANCES.size()));
        row.put("title", TITLES.get(i % TITLES.size()) + " " + balance.toPlainString());
        row.put("balance", balance).put("is_multi", i % 2 == 0);
        // Fewer weights than rows, and not along the ids: the order needs both.
        row.put("weight", 1 + random.nextInt(1 + count / 2));
        row.put("balance_edit_type_id", 1 + i % 2).put("is_allow_empty_code", i % 5 == 0);
        row.put("released_total", i % 3 == 0 ? 1 + random.nextInt(300) : 0);
        if (i % 4 == 0) {
            row.put("category_id", 9000 + random.nextInt(5));
        }
        items(row, i % 5);
        expiration(row, i % 3);
        archive(row, i);
        onlineSale(row, i, balance);
        return row;
    }

    private void items(ObjectNode row, int type) {
        CertificateTypeRow.withItemType(row, type);
        if (type >= 3) {
            row.withArray("service_ids").add(10_000_000 + random.nextInt(500)).add(10_001_000 + random.nextInt(500));
        }
        if (random.nextInt(4) > 0) {
            row.withArray("salon_ids").add(720_441);
        }
        if (random.nextInt(3) == 0) {
            row.withArray("salon_ids").add(720_442).add(720_443);
        }
    }

    private void expiration(ObjectNode row, int type) {
        row.put("expiration_type_id", type);
        switch (type) {
            case 1 -> row.put("expiration_date", "2027-%02d-28T23:59:59+00:00".formatted(1 + random.nextInt(12)));
            case 2 -> {
                row.put("expiration_timeout", 1 + random.nextInt(12));
                row.put("expiration_timeout_unit_id", 1 + random.nextInt(4));
            }
            default -> row.putNull("expiration_date");
        }
    }

    private void archive(ObjectNode row, int i) {
        if (i % 11 == 7) {
            row.put("is_archived", true);
            row.put("date_archived", "2025-%02d-15T10:00:00+03:00".formatted(1 + random.nextInt(12)));
        }
    }

    private void onlineSale(ObjectNode row, int i, BigDecimal balance) {
        row.put("online_sale_title", row.get("title").textValue());
        if (i % 6 == 2) {
            row.put("online_sale_is_enabled", true).put("online_sale_price", balance);
            row.put(
                    "online_sale_description",
                    "Buy it online, “" + row.get("title").textValue() + "”");
            row.put("online_sale_image", "https://images.example/" + row.get("id") + ".jpg");
        }
    }
}
