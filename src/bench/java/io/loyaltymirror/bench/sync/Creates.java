package io.loyaltymirror.bench.sync;

/** Requests for new certificate types, as Altegio documents them. */
final class Creates {

    private static final String REQUEST = """
            {"title":"%s","balance":1000,"is_multi":true,"item_type_id":0,"is_allow_empty_code":false,"category_id":null,
             "balance_edit_type_id":1,"service_ids":[],"salon_ids":[720441],
             "expiration":{"type_id":2,"date":null,"timeout":6,"timeout_unit_id":3},
             "online_sale":{"is_enabled":false,"title":"%1$s","description":"Perfect gift for any occasion","price":1000}}""";

    private Creates() {}

    static String path(long chain) {
        return "/api/v1/chain/" + chain + "/loyalty/certificate_types";
    }

    /** @param title plain letters, digits and blanks */
    static String titled(String title) {
        return REQUEST.formatted(title);
    }
}
