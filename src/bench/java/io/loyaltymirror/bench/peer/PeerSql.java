package io.loyaltymirror.bench.peer;

/** Statements that give a complete answer; {@code peers/fastify/server.mjs} has the same. */
public final class PeerSql {

    private static final String SHOWN = "chain_id = %s AND listed AND state <> 'GONE'";

    /**
     * The rows of a list of this chain, in its order: what nobody can do without. Who asks joins them, since string_agg
     * costs PostgreSQL half as much again.
     *
     * @param chain a number, or a parameter
     */
    public static String rows(String chain) {
        return "SELECT body::text FROM certificate_type WHERE " + SHOWN.formatted(chain)
                + " ORDER BY weight NULLS LAST, id LIMIT 100";
    }

    /** One row. */
    public static String row(long chain, long id) {
        return "SELECT body::text FROM certificate_type WHERE chain_id = " + chain + " AND id = " + id
                + " AND state <> 'GONE'";
    }

    static String total(String chain) {
        return "SELECT count(*) FROM certificate_type WHERE " + SHOWN.formatted(chain);
    }

    /** By chain and id. */
    static final String SINGLE = """
            SELECT '{"success":true,"data":' || body::text || ',"meta":[]}' FROM certificate_type
             WHERE chain_id = $1 AND id = $2 AND state <> 'GONE'""";

    private PeerSql() {}
}
