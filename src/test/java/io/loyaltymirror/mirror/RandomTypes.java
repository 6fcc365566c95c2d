package io.loyaltymirror.mirror;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A chain whose types are of every shape that the mirror stores, in states that lists show and do not show. */
final class RandomTypes {

    /** Alphabets whose order by bytes, by code units and by any language differ; and what a pattern would mean. */
    static final List<String> TITLES = List.of(
            "Подарок",
            "ПОДАРОК 1000",
            "gift",
            "Gift 1000",
            "İstanbul",
            "straße",
            "STRASSE",
            "\uE000 private",
            "\uFFFD",
            "\uD83C\uDF81 gift",
            "100% _off_",
            "back\\slash \"quoted\"",
            "",
            "e\u0301",
            "é");

    private static final String INSERT = """
            INSERT INTO %s (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version, observed_at, state, listed, generation)
            VALUES (?, ?, ?::jsonb, ?, decode(md5(?), 'hex'), '\\x00', 1, now(), ?, ?, 1)""";

    private final EmbeddedDatabase database;
    private final SplittableRandom random;
    private final long chain;

    RandomTypes(EmbeddedDatabase database, SplittableRandom random, long chain) {
        this.database = database;
        this.random = random;
        this.chain = chain;
    }

    /** The chain, completely read, with so many types of each kind. */
    void make(int types) throws SQLException {
        database.execute("INSERT INTO chain (id, enabled, generation) VALUES (" + chain + ", false, 1)");
        database.execute("INSERT INTO chain_kind (chain_id, kind, as_of, next_due_at) SELECT " + chain
                + ", kind, now(), 'infinity' FROM unnest('{certificate_type,membership_type}'::text[]) AS kind");
        for (String kind : List.of("certificate_type", "membership_type")) {
            try (Connection connection = database.connect();
                    PreparedStatement insert = connection.prepareStatement(INSERT.formatted(kind))) {
                connection.setAutoCommit(false);
                for (int id = 1; id <= types; id++) {
                    fill(insert, id, kind.equals("certificate_type") ? "salon_ids" : "attached_salon_ids");
                    insert.execute();
                }
                connection.commit();
            }
        }
    }

    void remove() {
        for (String table : List.of("certificate_type", "membership_type", "chain_kind")) {
            database.execute("DELETE FROM " + table + " WHERE chain_id = " + chain);
        }
        database.execute("DELETE FROM chain WHERE id = " + chain);
    }

    private void fill(PreparedStatement insert, long id, String salons) throws SQLException {
        String title = TITLES.get(random.nextInt(TITLES.size())) + (random.nextBoolean() ? "" : " " + id % 7);
        String body = body(id, title, salons).toString();
        insert.setLong(1, chain);
        insert.setLong(2, id);
        insert.setString(3, body);
        insert.setString(4, title.toLowerCase(Locale.ROOT));
        insert.setString(5, body);
        insert.setString(6, List.of("LIVE", "LIVE", "LIVE", "SUSPECT", "GONE").get(random.nextInt(5)));
        insert.setBoolean(7, random.nextInt(5) > 0);
    }

    private ObjectNode body(long id, String title, String salons) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", id).put("title", title);
        body.put("balance", random.nextLong() / 100 + ".50").put("large", Long.MAX_VALUE - random.nextInt(9));
        if (random.nextInt(4) > 0) {
            body.put("weight", random.nextInt(5) - 2);
        }
        if (random.nextInt(4) > 0) {
            body.put("is_archived", random.nextBoolean());
        }
        if (random.nextInt(3) > 0) {
            body.put("item_type_id", random.nextInt(3));
        }
        if (random.nextInt(3) > 0) {
            ArrayNode ids = body.putArray(salons);
            random.ints(random.nextInt(4), 1, 5).forEach(ids::add);
        }
        body.put("unknown \u2028 field", "\uD83C\uDF81 \t \u0001");
        return body;
    }
}
