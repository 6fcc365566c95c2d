package io.loyaltymirror.bench.subject;

import java.util.List;

/** Certificate types as upstream sends them, made of their ids; as long as real ones. */
final class MadeType {

    private static final List<String> TITLES = List.of(
            "Gift certificate",
            "Spa day",
            "Haircut and colour",
            "Massage for two",
            "Barber club",
            "Birthday",
            "Morning visit",
            "Evening visit",
            "Manicure",
            "Family");

    private static final String BODY = """
            {"id":%1$d,"title":"%2$s","balance":%3$s,"is_multi":%4$b,"company_group_id":%5$d,"category_id":%6$d,"weight":%7$d,\
            "item_type_id":%8$d,"expiration_type_id":2,"expiration_date":null,"expiration_timeout":6,\
            "expiration_timeout_unit_id":3,"balance_edit_type_id":1,"is_allow_empty_code":false,\
            "is_serial_number_limited":false,"is_archived":%9$b,"date_archived":null,"online_sale_is_enabled":true,\
            "online_sale_title":"%2$s","online_sale_description":"Valid in all salons of the chain. Can be given as a \
            present, by mail or on paper.","online_sale_price":%3$s,"online_sale_image":null,"released_total":%10$d,\
            "item_type":{"id":%8$d,"title":"Any services"},"service_ids":[10000%11$d,10001%12$d],"salon_ids":[720441]}""";

    private MadeType() {}

    static String title(long id) {
        return TITLES.get((int) (id % TITLES.size())) + " " + id;
    }

    static String body(long chain, long id) {
        return BODY.formatted(
                id,
                title(id),
                100 + id % 900 + ".50",
                id % 2 == 0,
                chain,
                9_000 + id % 5,
                1 + id * 7_919 % 500,
                id % 5,
                id % 11 == 7,
                id % 300,
                100 + id % 500,
                100 + id % 400);
    }
}
