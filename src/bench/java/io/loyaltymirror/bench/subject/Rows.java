package io.loyaltymirror.bench.subject;

import java.sql.SQLException;

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

    private static final String TYPES = """
            INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                   observed_at, generation)
            SELECT chain, id, body::jsonb, lower(title), sha256(body::bytea), sha256(body::bytea), 1, now(), 1
              FROM (SELECT chain, id, title, format('{"id":%%s,"title":"%%s","balance":%%s,"is_multi":%%s,'
                   '"company_group_id":%%s,"category_id":%%s,"weight":%%s,"item_type_id":%%s,"expiration_type_id":2,'
                   '"expiration_date":null,"expiration_timeout":6,"expiration_timeout_unit_id":3,"balance_edit_type_id":1,'
                   '"is_allow_empty_code":false,"is_serial_number_limited":false,"is_archived":%%s,"date_archived":null,'
                   '"online_sale_is_enabled":true,"online_sale_title":"%%s","online_sale_description":"Valid in all salons of the chain. Can be given as a present, by mail or on paper.",'
                   '"online_sale_price":%%s,"online_sale_image":null,"released_total":%%s,'
                   '"item_type":{"id":%%s,"title":"Any services"},"service_ids":[10000%%s,10001%%s],"salon_ids":[720441]}',
                   id, title, price, (id %% 2 = 0)::text, chain, 9000 + id %% 5, 1 + id * 7919 %% 500, id %% 5, (id %% 11 = 7)::text, title,
                   price, id %% 300, id %% 5, 100 + id %% 500, 100 + id %% 400) AS body
              FROM (SELECT chain, id, 100 + id %% 900 || '.50' AS price,
                   (ARRAY['Gift certificate', 'Spa day', 'Haircut and colour', 'Massage for two', 'Barber club',
                          'Birthday', 'Morning visit', 'Evening visit', 'Manicure', 'Family'])[1 + id %% 10] || ' ' || id AS title
              FROM generate_series(%1$d, %2$d) AS chain, generate_series(1, %3$d) AS id) AS numbers) AS rows
            ON CONFLICT (chain_id, id) DO NOTHING""";

    /** Adds what of them is not there yet, and lets the planner know. */
    public void into(Database database) throws SQLException {
        long last = first + chains - 1;
        database.execute(CHAINS.formatted(first, last));
        database.execute(KINDS.formatted(first, last, types));
        database.execute(TYPES.formatted(first, last, types));
        database.execute("VACUUM ANALYZE certificate_type");
        database.execute("VACUUM ANALYZE chain");
        database.execute("VACUUM ANALYZE chain_kind");
        database.execute("CHECKPOINT");
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
