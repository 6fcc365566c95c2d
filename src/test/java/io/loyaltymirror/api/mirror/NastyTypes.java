package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.EmbeddedDatabase;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Types whose texts are made of what formats stumble over, and whose numbers no binary fraction holds; past every publication. */
final class NastyTypes {

    private static final List<String> PIECES = List.of(
            "\"", "\"\"", ",", ";", "\r", "\n", "\r\n", "\t", " ", "'", "\\", "\\n", "{", "]", ":", "#", "=1+1", "a",
            "Z", "0", "ж", "€", "🎁", "\u2028", "\uFEFF", "\u007F", "\u0001", "null", "NaN");

    private static final List<String> STATES = List.of("LIVE", "LIVE", "LIVE", "SUSPECT", "GONE");

    private static final String INSERT = """
            INSERT INTO %s (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version, observed_at,
                   generation, state, listed)
            VALUES (?, ?, ?::jsonb, '', '', '', 1, now(), 1, ?, ?)""";

    private final ObjectMapper mapper = new ObjectMapper();
    private final EmbeddedDatabase database;
    private final long chain;
    private final SplittableRandom random;

    NastyTypes(EmbeddedDatabase database, long chain, long seed) {
        this.database = database;
        this.chain = chain;
        this.random = new SplittableRandom(seed);
    }

    /** So many of a kind. */
    void add(String kind, int types) throws SQLException {
        try (Connection connection = database.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT.formatted(kind))) {
            for (int i = 0; i < types; i++) {
                insert.setLong(1, chain);
                insert.setLong(2, random.nextInt(1_000_000) * 10_000L + i);
                insert.setString(3, body().toString());
                insert.setString(4, pick(STATES));
                insert.setBoolean(5, random.nextBoolean());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Most of what is typed in the database, of the right type and of another one. */
    private ObjectNode body() {
        ObjectNode body = mapper.createObjectNode();
        for (String field : List.of("title", "date_archived", "note" + text())) {
            body.put(field, random.nextInt(10) == 0 ? null : text());
        }
        for (String field : List.of("balance", "cost", "online_sale_price")) {
            body.put(field, decimal());
        }
        for (String field : List.of("category_id", "weight", "released_total", "abonements_count", "company_id")) {
            body.put(
                    field,
                    random.nextInt(5) == 0 ? new BigInteger(90, new java.util.Random(random.nextLong())) : whole());
        }
        body.put("is_archived", random.nextBoolean());
        body.put("is_online_sale_enabled", random.nextBoolean());
        body.put("online_sale_is_enabled", random.nextInt(3) == 0 ? null : random.nextBoolean());
        body.putArray("salon_ids").add(whole()).add(decimal()).add(text());
        return body;
    }

    private BigInteger whole() {
        return BigInteger.valueOf(random.nextLong());
    }

    private BigDecimal decimal() {
        return BigDecimal.valueOf(random.nextLong(), random.nextInt(25));
    }

    private String text() {
        return IntStream.range(0, random.nextInt(6)).mapToObj(_ -> pick(PIECES)).collect(Collectors.joining());
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** What the database has of a kind, by id, as text. */
    List<List<String>> rows(String kind, String... columns) throws SQLException {
        String texts =
                Arrays.stream(columns).map(column -> "(" + column + ")::text").collect(Collectors.joining(", "));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT " + texts + " FROM " + kind + " WHERE chain_id = "
                        + chain + " AND state <> 'GONE' ORDER BY " + kind + ".id")) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.length; i++) {
                    row.add(found.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
