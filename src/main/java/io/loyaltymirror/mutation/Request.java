package io.loyaltymirror.mutation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.upstream.RequestJson;
import io.loyaltymirror.upstream.TypePayload;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked for of a certificate type, against what upstream shows. Its answer is no echo: of the documented example
 * 4 of 17 fields differ, so only those are compared that it gives back as they were sent.
 */
final class Request {

    private final ObjectNode body;

    private Request(ObjectNode body) {
        this.body = body;
    }

    static Request of(String text) {
        return new Request(RequestJson.object(text).orElseThrow());
    }

    String title() {
        return Titles.normalised(body.path("title").asText());
    }

    /** The title as upstream is searched for it. */
    String searched() {
        return body.path("title").asText().strip();
    }

    /** Whether upstream's type may be what was asked for: so is it called. */
    boolean isTitleOf(TypePayload type) {
        return title().equals(Titles.normalised(type.title()));
    }

    /** The same of a stored body. */
    boolean isTitleOf(String row) {
        String title = RequestJson.object(row).orElseThrow().path("title").asText();
        return title().equals(Titles.normalised(title));
    }

    /** Whether it is also what was asked for in every field that upstream gives back. */
    boolean isShownBy(TypePayload type) {
        ObjectNode row = RequestJson.object(type.body()).orElseThrow();
        return isTitleOf(type)
                && sameNumber("balance", row.path("balance"))
                && sameNumber("item_type_id", row.path("item_type_id"))
                && sameNumber("balance_edit_type_id", row.path("balance_edit_type_id"))
                && sameFlag("is_multi", row)
                && sameFlag("is_allow_empty_code", row)
                && sameIds("salon_ids", row)
                && sameIds("service_ids", row)
                && sameNumber(body.path("expiration").path("type_id"), row.path("expiration_type_id"));
    }

    private boolean sameNumber(String field, JsonNode shown) {
        return sameNumber(body.path(field), shown);
    }

    private static boolean sameNumber(JsonNode asked, JsonNode shown) {
        return shown.isNumber() && asked.decimalValue().compareTo(shown.decimalValue()) == 0;
    }

    private boolean sameFlag(String field, JsonNode row) {
        return body.path(field).equals(row.path(field));
    }

    private boolean sameIds(String field, JsonNode row) {
        return ids(body.path(field)).equals(ids(row.path(field)));
    }

    private static Set<BigDecimal> ids(JsonNode list) {
        Set<BigDecimal> ids = new TreeSet<>();
        list.forEach(id -> ids.add(id.decimalValue()));
        return ids;
    }

    /** The same for two changes exactly when they ask for the same. */
    static String fingerprint(Change change) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("operation", change.operation().name())
                .put("chain", change.chain().value())
                .put("type", change.typeId().orElse(0));
        all.set(
                "request",
                RequestJson.object(change.request())
                        .<JsonNode>map(object -> object)
                        .orElseGet(() -> JsonNodeFactory.instance.textNode(change.request())));
        return RequestJson.fingerprint(all);
    }
}
