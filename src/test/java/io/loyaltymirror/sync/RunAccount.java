package io.loyaltymirror.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A row of {@code sync_run}; read by Jackson, for hundreds are looked at and REST Assured's paths are compiled each time. */
public record RunAccount(JsonNode row) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static RunAccount of(String row) {
        try {
            return new RunAccount(MAPPER.readTree(row));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(row, e);
        }
    }

    private JsonNode column(String name) {
        JsonNode column = row.get(name);
        if (column == null) {
            throw new IllegalArgumentException("sync_run has no column " + name);
        }
        return column;
    }

    public int getInt(String column) {
        return column(column).intValue();
    }

    long getLong(String column) {
        return column(column).longValue();
    }

    /** Null where it is null. */
    public String getString(String column) {
        return column(column).isNull() ? null : column(column).asText();
    }
}
