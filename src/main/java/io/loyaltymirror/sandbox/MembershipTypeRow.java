package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The response fields of a membership type. */
final class MembershipTypeRow {
    private MembershipTypeRow() {}

    static ObjectNode blank(long id, long chain) {
        var row = Json.object().put("id", id).put("salon_group_id", chain).putNull("category_id");
        row.put("title", "Membership type " + id).put("period", 1).put("period_unit_id", 3);
        row.put("allow_freeze", false).put("freeze_limit", 0).put("freeze_limit_unit_id", 1);
        row.put("is_booking_when_frozen_allowed", false).put("is_allow_empty_code", false);
        row.put("is_united_balance", false).put("is_united_balance_unlimited", false);
        row.put("is_code_required", false).put("balance_edit_type_id", 2).put("cost", 0);
        row.put("chain_price_min", 0).put("chain_price_max", 0).put("is_chain", true);
        row.put("expiration_type_id", 1).put("expiration_type_title", "From the date of sale");
        row.putNull("category").put("weight", 1).put("abonements_count", 0);
        onlineSale(row);
        row.put("service_price_correction", true).put("united_balance_services_count", 0);
        row.put("autoactivation_time", 0).put("autoactivation_time_unit_id", 1);
        row.putArray("attached_location_ids").add(720_441);
        row.putArray("attached_salon_ids").add(720_441);
        row.put("is_archived", false).putNull("date_archived");
        row.putArray("availability");
        row.putObject("balance_container").putArray("links");
        return row;
    }

    private static void onlineSale(ObjectNode row) {
        row.put("is_online_sale_enabled", false).put("online_sale_title", "");
        row.put("online_sale_description", "").put("online_sale_price", 0).putNull("online_sale_image");
    }

    /** The date of archiving stays when an archived type is archived again. */
    static ObjectNode archived(ObjectNode row, boolean archived, String at) {
        if (!archived) {
            return row.put("is_archived", false).putNull("date_archived");
        }
        return isArchived(row) ? row : row.put("is_archived", true).put("date_archived", at);
    }

    /** Also of a row whose flag was put as a number or a text. */
    static boolean isArchived(ObjectNode row) {
        var flag = row.path("is_archived");
        return flag.asBoolean() || flag.asText().equals("1");
    }
}
