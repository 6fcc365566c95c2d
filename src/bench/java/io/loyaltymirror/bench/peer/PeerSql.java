package io.loyaltymirror.bench.peer;

/** Statements that give a complete answer; {@code peers/fastify/server.mjs} has the same. */
public final class PeerSql {

    /** The rows of a list, in its order: what nobody can do without. */
    public static final String ROWS = """
            SELECT body::text FROM certificate_type
             WHERE chain_id = %s AND listed AND state <> 'GONE' ORDER BY weight NULLS LAST, id LIMIT 100""";

    static final String SINGLE = """
            SELECT '{"success":true,"data":' || body::text || ',"meta":[]}' FROM certificate_type
             WHERE chain_id = $1 AND id = $2 AND state <> 'GONE'""";

    static final String LIST = """
            SELECT '{"success":true,"data":[' || coalesce(string_agg(body::text, ',' ORDER BY weight NULLS LAST, id), '')
                   || '],"meta":{"total_count":' || (
                   SELECT count(*) FROM certificate_type WHERE chain_id = $1 AND listed AND state <> 'GONE') || '}}'
              FROM (SELECT body, weight, id FROM certificate_type
                     WHERE chain_id = $1 AND listed AND state <> 'GONE' ORDER BY weight NULLS LAST, id LIMIT 100) AS page""";

    private PeerSql() {}
}
