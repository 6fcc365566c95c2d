package io.loyaltymirror.api.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.upstream.RequestJson;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body that creates or replaces a certificate type, checked as Altegio documents it before anything leaves. What it
 * holds beyond that is passed on.
 */
final class CertificateTypeRequest {

    private final ObjectNode body;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    private CertificateTypeRequest(ObjectNode body) {
        this.body = body;
    }

    /**
     * The body as it goes upstream.
     *
     * @throws Refusal 400 that names each field that is wrong
     */
    static String read(byte[] body) {
        ObjectNode object = RequestJson.object(body)
                .orElseThrow(() -> Refusal.of(400, "The body is not a JSON object, or one with a field twice"));
        CertificateTypeRequest request = new CertificateTypeRequest(object);
        request.check();
        if (!request.errors.isEmpty()) {
            throw Refusal.badRequest(request.errors);
        }
        return object.toString();
    }

    private void check() {
        JsonNode title = body.path("title");
        require("title", title.isTextual() && !title.textValue().isBlank(), "must be a text that is not blank");
        amount("balance", body.path("balance"));
        flag("is_multi", body.path("is_multi"));
        whole("item_type_id", body.path("item_type_id"), 0, 4);
        flag("is_allow_empty_code", body.path("is_allow_empty_code"));
        whole("balance_edit_type_id", body.path("balance_edit_type_id"), 1, 2);
        ids("service_ids");
        ids("salon_ids");
        JsonNode category = body.path("category_id");
        require(
                "category_id",
                category.isMissingNode() || category.isNull() || isId(category),
                "must be an id or null");
        expiration(body.path("expiration"));
        onlineSale(body.path("online_sale"));
    }

    private void expiration(JsonNode expiration) {
        if (!require("expiration", expiration.isObject(), "must be an object")
                || !whole("expiration.type_id", expiration.path("type_id"), 0, 2)) {
            return;
        }
        switch (expiration.path("type_id").intValue()) {
            case 1 ->
                require("expiration.date", isTime(expiration.path("date")), "must be a date and time of ISO 8601");
            case 2 -> {
                whole("expiration.timeout", expiration.path("timeout"), 1, Integer.MAX_VALUE);
                whole("expiration.timeout_unit_id", expiration.path("timeout_unit_id"), 1, 4);
            }
            default -> {}
        }
    }

    private void onlineSale(JsonNode sale) {
        if (!require("online_sale", sale.isObject(), "must be an object")) {
            return;
        }
        flag("online_sale.is_enabled", sale.path("is_enabled"));
        for (String field : List.of("title", "description")) {
            JsonNode text = sale.path(field);
            require("online_sale." + field, text.isMissingNode() || text.isTextual(), "must be a text");
        }
        if (sale.has("price")) {
            amount("online_sale.price", sale.path("price"));
        }
    }

    private boolean require(String field, boolean fits, String expected) {
        if (!fits) {
            errors.put(field, List.of(expected));
        }
        return fits;
    }

    private void amount(String field, JsonNode value) {
        boolean fits = value.isNumber() && value.decimalValue().compareTo(BigDecimal.ZERO) >= 0;
        require(field, fits, "must be a number, 0 or more");
    }

    private void flag(String field, JsonNode value) {
        require(field, value.isBoolean(), "must be true or false");
    }

    private boolean whole(String field, JsonNode value, int least, int most) {
        boolean fits = value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
        String range = most == Integer.MAX_VALUE ? least + " or more" : "between " + least + " and " + most;
        return require(field, fits, "must be a whole number, " + range);
    }

    private void ids(String field) {
        JsonNode list = body.path(field);
        boolean fits = list.isArray() && list.valueStream().allMatch(CertificateTypeRequest::isId);
        require(field, fits, "must be a list of ids");
    }

    private static boolean isId(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0;
    }

    private static boolean isTime(JsonNode value) {
        try {
            return value.isTextual() && OffsetDateTime.parse(value.textValue()) != null;
        } catch (DateTimeParseException _) {
            return false;
        }
    }
}
