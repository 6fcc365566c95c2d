package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.Kind;

/** Reads rows from JSON text, the way the bytes of an answer are read. */
final class Rows {

    private Rows() {}

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate type that must be readable. */
    static TypePayload certificateType(String text) {
        return readable(Kind.CERTIFICATE_TYPE, text);
    }

    static TypePayload membershipType(String text) {
        return readable(Kind.MEMBERSHIP_TYPE, text);
    }

    /** A certificate type that must not be readable. */
    static UnreadableRow unreadable(String text) {
        return unreadable(json(text));
    }

    static UnreadableRow unreadable(JsonNode raw) {
        RowReader.Row row = new RowReader(Kind.CERTIFICATE_TYPE).read(raw);
        assertThat(row).isInstanceOf(RowReader.Unreadable.class);
        return ((RowReader.Unreadable) row).row();
    }

    private static TypePayload readable(Kind kind, String text) {
        RowReader.Row row = new RowReader(kind).read(json(text));
        assertThat(row).isInstanceOf(RowReader.Readable.class);
        return ((RowReader.Readable) row).payload();
    }
}
