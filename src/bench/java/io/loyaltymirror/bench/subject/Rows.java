package io.loyaltymirror.bench.subject;

import io.loyaltymirror.upstream.CanonicalText;
import io.loyaltymirror.upstream.HashedRow;
import io.loyaltymirror.upstream.TypePayload;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Many chains with many certificate types, all complete and due in a year, so that nothing moves while they are read. The
 * rows are as long as real ones: a list of a hundred is about 78 kB.
 *
 * @param first the first chain's id; others follow it
 * @param chains how many
 * @param types of each chain; their ids are 1, 2, 3…
 */
public record Rows(long first, int chains, int types) {

    /** What one of ten titles has in it. */
    public static final String RARE_TITLE = "spa";

    private static final String CHAINS = """
            INSERT INTO chain (id, generation) SELECT id, 1 FROM generate_series(%1$d, %2$d) AS id
            ON CONFLICT (id) DO NOTHING""";

    private static final String KINDS = """
            INSERT INTO chain_kind (chain_id, kind, as_of, next_due_at, view_totals)
            SELECT id, kind, now(), now() + interval '1 year', ARRAY[%3$d]
              FROM generate_series(%1$d, %2$d) AS id, unnest(ARRAY['certificate_type', 'membership_type']) AS kind
            ON CONFLICT (chain_id, kind) DO NOTHING""";

    private static final String COPY = """
            COPY certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version, observed_at,
                   generation) FROM STDIN""";

    private static final int BUFFER = 1 << 18;

    /** Adds them, with the hashes that a sync would have written, and lets the planner know. */
    public void into(Database database) throws SQLException {
        long last = first + chains - 1;
        database.execute(CHAINS.formatted(first, last));
        database.execute(KINDS.formatted(first, last, types));
        copy(database);
        database.execute("VACUUM ANALYZE certificate_type");
        database.execute("VACUUM ANALYZE chain");
        database.execute("VACUUM ANALYZE chain_kind");
        database.execute("CHECKPOINT");
    }

    private void copy(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            StringBuilder lines = new StringBuilder(2 * BUFFER);
            for (long chain = first; chain < first + chains; chain++) {
                for (long id = 1; id <= types; id++) {
                    line(lines, chain, id);
                    if (lines.length() > BUFFER) {
                        write(copy, lines);
                    }
                }
            }
            write(copy, lines);
            copy.endCopy();
        }
    }

    /** There is nothing in it that COPY would take for something else. */
    private static void line(StringBuilder lines, long chain, long id) {
        String body = MadeType.body(chain, id);
        TypePayload row = HashedRow.of(body);
        lines.append(chain).append('\t').append(id).append('\t').append(body).append('\t');
        lines.append(MadeType.title(id).toLowerCase(Locale.ROOT));
        lines.append("\t\\\\x").append(row.contentHash());
        lines.append("\t\\\\x").append(row.definitionHash());
        lines.append('\t').append(CanonicalText.VERSION).append("\tnow\t1\n");
    }

    private static void write(CopyIn copy, StringBuilder lines) throws SQLException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }

    /** The address of a list. */
    public static String list(long chain, String query) {
        return "/api/v1/chain/" + chain + "/loyalty/certificate_types?page_size=100" + query;
    }

    /** The address of one type. */
    public static String single(long chain, long id) {
        return "/api/v1/chain/" + chain + "/loyalty/certificate_types/" + id;
    }
}
