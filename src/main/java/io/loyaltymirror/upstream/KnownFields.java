package io.loyaltymirror.upstream;

import static io.loyaltymirror.upstream.KnownFields.FieldType.BOOLEAN;
import static io.loyaltymirror.upstream.KnownFields.FieldType.INTEGER;
import static io.loyaltymirror.upstream.KnownFields.FieldType.INTEGERS;
import static io.loyaltymirror.upstream.KnownFields.FieldType.NUMBER;
import static io.loyaltymirror.upstream.KnownFields.FieldType.TEXT;

import io.loyaltymirror.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The documented fields of a kind and their types (Altegio's Business Management API, chain loyalty). Upstream does not
 * always keep to them: numbers and booleans arrive as text too. Fields that are not named here pass unchanged.
 *
 * @param types the type of each documented field
 * @param counters the fields that move with every sale and are no part of the type's definition
 */
record KnownFields(Map<String, FieldType> types, Set<String> counters) {

    /** A documented type of a field. */
    enum FieldType {
        INTEGER,
        NUMBER,
        BOOLEAN,
        TEXT,
        /** A list of ids without order or repetition. */
        INTEGERS
    }

    private static final KnownFields CERTIFICATE_TYPE = new KnownFields(
            fields(Map.of(
                    INTEGER,
                    "id company_group_id category_id weight item_type_id expiration_type_id expiration_timeout"
                            + " expiration_timeout_unit_id balance_edit_type_id released_total",
                    NUMBER,
                    "balance online_sale_price",
                    BOOLEAN,
                    "is_multi is_allow_empty_code is_serial_number_limited is_archived online_sale_is_enabled",
                    TEXT,
                    "title expiration_date date_archived online_sale_title online_sale_description online_sale_image",
                    INTEGERS,
                    "service_ids salon_ids")),
            Set.of("released_total"));

    private static final KnownFields MEMBERSHIP_TYPE = new KnownFields(
            fields(Map.of(
                    INTEGER,
                    "id salon_group_id category_id period period_unit_id freeze_limit freeze_limit_unit_id"
                            + " balance_edit_type_id expiration_type_id weight abonements_count"
                            + " united_balance_services_count autoactivation_time autoactivation_time_unit_id",
                    NUMBER,
                    "cost chain_price_min chain_price_max online_sale_price service_price_correction",
                    BOOLEAN,
                    "allow_freeze is_booking_when_frozen_allowed is_allow_empty_code is_united_balance"
                            + " is_united_balance_unlimited is_code_required is_chain is_online_sale_enabled"
                            + " is_archived",
                    TEXT,
                    "title expiration_type_title online_sale_title online_sale_description online_sale_image"
                            + " date_archived",
                    INTEGERS,
                    "attached_location_ids attached_salon_ids")),
            Set.of("abonements_count"));

    static KnownFields of(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> CERTIFICATE_TYPE;
            case MEMBERSHIP_TYPE -> MEMBERSHIP_TYPE;
        };
    }

    private static Map<String, FieldType> fields(Map<FieldType, String> namesByType) {
        Map<String, FieldType> types = new HashMap<>();
        namesByType.forEach((type, names) -> {
            for (String name : names.split(" ")) {
                types.put(name, type);
            }
        });
        return Map.copyOf(types);
    }
}
