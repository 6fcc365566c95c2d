package io.loyaltymirror.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.EmbeddedDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Replays the table {@code change} of one chain: what its readers know of the mirror, and all that they do. */
public final class DriftReplay {

    /** What a change did to a type. */
    public record Change(
            long generation,
            int seq,
            String kind,
            long id,
            String op,
            String cause,
            JsonNode body,
            List<String> fields) {

        String key() {
            return kind + " " + id;
        }
    }

    /** A type as it stands. */
    public record Type(JsonNode body, boolean gone, boolean listed) {}

    private static final String CHANGES = """
            SELECT generation, seq, kind, id, op, cause, body::text, array_to_string(fields, ',') FROM change
             WHERE chain_id = %d AND generation > %d ORDER BY generation, seq""";

    private static final String TYPES =
            "SELECT '%2$s ' || id, body::text, state = 'GONE', listed FROM %2$s WHERE chain_id = %1$d";

    private final EmbeddedDatabase database;
    private final long chain;
    private final Map<String, Type> types = new TreeMap<>();
    private long generation;

    public DriftReplay(EmbeddedDatabase database, long chain) {
        this.database = database;
        this.chain = chain;
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Reader<T> reader) {
        List<T> found = new ArrayList<>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(reader.read(rows));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return found;
    }

    /** As they were told. */
    public Map<String, Type> types() {
        return types;
    }

    /** Replays what is new, and gives it. */
    public List<Change> next() {
        List<Change> changes = query(CHANGES.formatted(chain, generation), DriftReplay::change);
        changes.forEach(change -> {
            types.compute(change.key(), (_, old) -> old == null ? first(change) : then(old, change));
            generation = change.generation();
        });
        return changes;
    }

    private static Change change(ResultSet row) throws SQLException {
        String body = row.getString(7);
        return new Change(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                body == null ? null : Bodies.exact(body),
                List.of(row.getString(8).split(",")));
    }

    private static Type first(Change change) {
        if (!change.op().equals("CREATED")) {
            throw new AssertionError("of a type that is not there: " + change);
        }
        return new Type(change.body(), false, !change.cause().equals("answered"));
    }

    private static Type then(Type old, Change change) {
        boolean listed = !change.cause().equals("answered");
        return switch (change.op()) {
            case "GONE" -> new Type(old.body(), true, old.listed());
            case "ISSUED" -> new Type(over(old.body(), change), old.gone(), listed);
            case "BACK" -> back(old, change, listed);
            case "CHANGED" -> new Type(change.body(), false, listed);
            default -> throw new AssertionError("of a type that is there: " + change);
        };
    }

    private static Type back(Type old, Change change, boolean listed) {
        if (!old.gone()) {
            throw new AssertionError("back and was not gone: " + change);
        }
        return new Type(change.body(), false, listed);
    }

    private static JsonNode over(JsonNode old, Change change) {
        ObjectNode body = old.deepCopy();
        change.fields().forEach(body::remove);
        return body.setAll((ObjectNode) change.body());
    }

    /** The types that the replay and the tables do not agree on. */
    public List<String> differences() {
        Map<String, Type> stored = new TreeMap<>();
        for (String kind : List.of("certificate_type", "membership_type")) {
            query(
                    TYPES.formatted(chain, kind),
                    row -> stored.put(
                            row.getString(1),
                            new Type(Bodies.exact(row.getString(2)), row.getBoolean(3), row.getBoolean(4))));
        }
        List<String> differences = new ArrayList<>();
        stored.forEach((key, type) -> {
            if (!Objects.equals(type, types.get(key))) {
                differences.add(key + " is " + type + " and was told as " + types.get(key));
            }
        });
        types.keySet().stream().filter(key -> !stored.containsKey(key)).forEach(differences::add);
        return differences;
    }
}
