package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The 26 response fields of a certificate type, in the documented order. */
final class CertificateTypeRow {
    private static final List<String> ITEM_TYPES = List.of(
            "All services and products",
            "Any services",
            "Any products",
            "Specific services",
            "Specific services and any products");

    private CertificateTypeRow() {}

    /** A new row; its weight is the one in the vendor's documented answer to a create. */
    static ObjectNode blank(long id, long chain) {
        var row = Json.object().put("id", id).put("title", "Certificate type " + id);
        row.put("balance", 0).put("is_multi", false).put("company_group_id", chain);
        row.putNull("category_id").put("weight", 1).put("item_type_id", 0);
        row.put("expiration_type_id", 0).putNull("expiration_date");
        row.put("expiration_timeout", 0).put("expiration_timeout_unit_id", 0);
        row.put("balance_edit_type_id", 1).put("is_allow_empty_code", false);
        row.put("is_serial_number_limited", false).put("is_archived", false).putNull("date_archived");
        row.put("online_sale_is_enabled", false).put("online_sale_title", "Certificate type " + id);
        row.put("online_sale_description", "").put("online_sale_price", 0).putNull("online_sale_image");
        row.put("released_total", 0).set("item_type", Json.object());
        row.putArray("service_ids");
        row.putArray("salon_ids");
        return withItemType(row, 0);
    }

    static ObjectNode withItemType(ObjectNode row, int id) {
        row.put("item_type_id", id);
        row.set("item_type", Json.object().put("id", id).put("title", ITEM_TYPES.get(id)));
        return row;
    }
}
