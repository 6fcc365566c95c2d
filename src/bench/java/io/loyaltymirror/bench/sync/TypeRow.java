package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the mirror wrote for one certificate type, to be written by others too. */
record TypeRow(
        long chain,
        long id,
        String body,
        String title,
        byte[] content,
        byte[] definition,
        int hashVersion,
        long generation) {

    private static final String ROWS = """
            SELECT chain_id, id, body::text, title_folded, content_hash, definition_hash, hash_version, generation
              FROM certificate_type""";

    /** All that the mirror has, in no order. */
    static List<TypeRow> all(Database database) throws SQLException {
        List<TypeRow> all = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROWS)) {
            while (row.next()) {
                all.add(of(row));
            }
        }
        return all;
    }

    private static TypeRow of(ResultSet row) throws SQLException {
        return new TypeRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getBytes(5),
                row.getBytes(6),
                row.getInt(7),
                row.getLong(8));
    }

    /** Binds it in the order of the columns. */
    void fill(PreparedStatement statement) throws SQLException {
        statement.setLong(1, chain);
        statement.setLong(2, id);
        statement.setString(3, body);
        statement.setString(4, title);
        statement.setBytes(5, content);
        statement.setBytes(6, definition);
        statement.setInt(7, hashVersion);
        statement.setLong(8, generation);
    }
}
