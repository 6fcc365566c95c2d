package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** The nested request of create and update, checked, and the flat row it makes, which is not its echo. */
final class CertificateTypeForm {
    private final ObjectNode body;
    private final JsonNode expiration;
    private final JsonNode onlineSale;
    private final FieldErrors errors = new FieldErrors();

    private CertificateTypeForm(ObjectNode body) {
        this.body = body;
        expiration = body.path("expiration");
        onlineSale = body.path("online_sale");
    }

    /** Refuses with 400 a body that is no JSON object or lacks or garbles a required field. */
    static CertificateTypeForm of(Call call) {
        var body = call.json().orElseThrow(() -> new Refusal(Answer.refusal(400, "The body is not a JSON object.")));
        var form = new CertificateTypeForm(body);
        form.checkType();
        form.checkExpiration();
        form.checkOnlineSale();
        form.errors.refuseIfAny(400);
        return form;
    }

    private void checkType() {
        var title = body.path("title");
        errors.check(title.isTextual() && !title.textValue().isBlank(), "title", "is required and is a text");
        amount(body, "balance", "");
        flag(body, "is_multi", "");
        code(body, "item_type_id", "", 0, 4);
        flag(body, "is_allow_empty_code", "");
        code(body, "balance_edit_type_id", "", 1, 2);
        ids("service_ids");
        ids("salon_ids");
        var category = body.path("category_id");
        var noCategory = category.isMissingNode() || category.isNull();
        errors.check(noCategory || isId(category), "category_id", "is an id or null");
    }

    private void checkExpiration() {
        if (!errors.check(expiration.isObject(), "expiration", "is required and is an object")
                || !code(expiration, "type_id", "expiration.", 0, 2)) {
            return;
        }
        switch (expiration.get("type_id").intValue()) {
            case 1 -> errors.check(isDate(expiration.path("date")), "expiration.date", "is an ISO 8601 date and time");
            case 2 -> {
                code(expiration, "timeout", "expiration.", 1, Integer.MAX_VALUE);
                code(expiration, "timeout_unit_id", "expiration.", 1, 4);
            }
            default -> {}
        }
    }

    private void checkOnlineSale() {
        if (errors.check(onlineSale.isObject(), "online_sale", "is required and is an object")) {
            flag(onlineSale, "is_enabled", "online_sale.");
            text(onlineSale, "title");
            text(onlineSale, "description");
            amount(onlineSale, "price", "online_sale.");
        }
    }

    /** Lays the request over a row: every field a request can set is set, the others stay. */
    ObjectNode over(ObjectNode row) {
        for (var field : new String[] {"title", "balance", "is_multi", "is_allow_empty_code", "balance_edit_type_id"}) {
            row.set(field, body.get(field));
        }
        row.set("category_id", body.path("category_id").isIntegralNumber() ? body.get("category_id") : null);
        row.set("service_ids", body.get("service_ids"));
        row.set("salon_ids", body.get("salon_ids"));
        CertificateTypeRow.withItemType(row, body.get("item_type_id").intValue());
        var expires = expiration.get("type_id").intValue();
        row.put("expiration_type_id", expires);
        row.set("expiration_date", expires == 1 ? expiration.get("date") : null);
        row.put("expiration_timeout", expires == 2 ? expiration.get("timeout").intValue() : 0);
        var unit = expires == 2 ? expiration.get("timeout_unit_id").intValue() : 0;
        return onlineSaleOver(row.put("expiration_timeout_unit_id", unit));
    }

    private ObjectNode onlineSaleOver(ObjectNode row) {
        var enabled = onlineSale.get("is_enabled").booleanValue();
        row.put("online_sale_is_enabled", enabled);
        row.set("online_sale_title", enabled ? onlineSale.get("title") : body.get("title"));
        row.set("online_sale_description", enabled ? onlineSale.get("description") : Json.MAPPER.valueToTree(""));
        row.set("online_sale_price", enabled ? onlineSale.get("price") : Json.MAPPER.valueToTree(0));
        return row;
    }

    private void amount(JsonNode of, String field, String prefix) {
        var value = of.path(field);
        var good = value.isNumber() && value.decimalValue().signum() >= 0;
        errors.check(good, prefix + field, "is required and is a number of 0 or more");
    }

    private void flag(JsonNode of, String field, String prefix) {
        errors.check(of.path(field).isBoolean(), prefix + field, "is required and is true or false");
    }

    private void text(JsonNode of, String field) {
        errors.check(of.path(field).isTextual(), "online_sale." + field, "is required and is a text");
    }

    private boolean code(JsonNode of, String field, String prefix, int least, int most) {
        var value = of.path(field);
        var good = value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
        return errors.check(good, prefix + field, "is required and is from %d to %d".formatted(least, most));
    }

    private void ids(String field) {
        var value = body.path(field);
        var good = value.isArray() && value.valueStream().allMatch(CertificateTypeForm::isId);
        errors.check(good, field, "is required and is an array of ids");
    }

    private static boolean isId(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    private static boolean isDate(JsonNode value) {
        try {
            return value.isTextual() && OffsetDateTime.parse(value.textValue()) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
