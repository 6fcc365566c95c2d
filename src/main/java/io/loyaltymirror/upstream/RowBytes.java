package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.upstream.RowReader.Row;
import io.loyaltymirror.upstream.RowReader.Unreadable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.OptionalLong;

/** One row of a list as its bytes came: what cannot be parsed is an unreadable row, and nobody else's trouble. */
record RowBytes(byte[] bytes) {

    Row read(RowReader reader) {
        try {
            return reader.read(Json.tree(bytes));
        } catch (CharacterCodingException e) {
            return unreadable("bytes that are not UTF-8");
        } catch (StreamConstraintsException e) {
            return unreadable("a number, a text or a nesting beyond all bounds");
        } catch (NumberFormatException e) {
            return unreadable("a number beyond all bounds");
        } catch (IOException e) {
            return unreadable("not JSON");
        }
    }

    private Row unreadable(String reason) {
        return new Unreadable(new UnreadableRow(id(), reason, Storable.rawText(bytes)));
    }

    /** A scan counts the row by its id, so the id is worth a look of its own. */
    private OptionalLong id() {
        try {
            ObjectNode row = Json.MAPPER.createObjectNode();
            RawJson walk = new RawJson(bytes);
            walk.next();
            while (walk.next() == JsonToken.FIELD_NAME) {
                boolean id = walk.name().equals("id");
                walk.next();
                RawJson.Slice value = walk.value();
                if (id) {
                    row.set("id", readable(value));
                }
            }
            return RowReader.id(row);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private JsonNode readable(RawJson.Slice value) {
        try {
            return Json.tree(value.of(bytes));
        } catch (IOException | NumberFormatException e) {
            return Json.MAPPER.nullNode();
        }
    }
}
