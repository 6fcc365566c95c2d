package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.CanonicalText;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the mirror had of a kind at one moment: ids and hashes, 40 bytes a row. A scan compares its pages with it, so that
 * PostgreSQL reads a chain's rows once a scan and not once a page. Whatever readers see is changed under a later generation
 * only; as long as the chain has this one a row that was plain here says the same, and is at most suspected to be gone.
 *
 * @param generation the chain's
 * @param ids of the plain rows, ascending: in upstream's list as far as is known, hashed by this version
 * @param hashes their content hashes, one behind the other
 * @param others the other rows that are not gone
 */
record Baseline(long generation, long[] ids, byte[] hashes, long[] others) {

    private static final int HASH_BYTES = 32;

    private static final HexFormat HEX = HexFormat.of();

    /** One statement: generation and rows are of one moment. */
    private static final String READ = """
            SELECT chain.generation, mirrored.ids, mirrored.hashes, mirrored.others
              FROM chain CROSS JOIN LATERAL (
                   SELECT array_agg(id ORDER BY id) FILTER (WHERE plain) AS ids,
                          string_agg(content_hash, ''::bytea ORDER BY id) FILTER (WHERE plain) AS hashes,
                          array_agg(id ORDER BY id) FILTER (WHERE NOT plain) AS others
                     FROM %s CROSS JOIN LATERAL (SELECT listed AND hash_version = $2
                                                 AND octet_length(content_hash) = $3 AS plain) AS row
                    WHERE chain_id = $1 AND state <> 'GONE') AS mirrored
             WHERE chain.id = $1""";

    private static final Map<Kind, String> READS = Map.of(
            Kind.CERTIFICATE_TYPE, READ.formatted(Kind.CERTIFICATE_TYPE.word()),
            Kind.MEMBERSHIP_TYPE, READ.formatted(Kind.MEMBERSHIP_TYPE.word()));

    static Uni<Baseline> read(SqlClient sql, ChainId chain, Kind kind) {
        return sql.preparedQuery(READS.get(kind))
                .execute(Tuple.of(chain.value(), CanonicalText.VERSION, HASH_BYTES))
                .map(rows -> of(rows.iterator().next()));
    }

    private static Baseline of(Row row) {
        byte[] hashes = row.getBuffer("hashes") == null
                ? new byte[0]
                : row.getBuffer("hashes").getBytes();
        return new Baseline(row.getLong("generation"), longs(row, "ids"), hashes, longs(row, "others"));
    }

    private static long[] longs(Row row, String column) {
        Long[] values = row.getArrayOfLongs(column);
        return values == null
                ? new long[0]
                : Arrays.stream(values).mapToLong(Long::longValue).toArray();
    }

    /** Whether a plain row says the same. */
    boolean has(long id, String contentHash) {
        int position = Arrays.binarySearch(ids, id);
        return position >= 0
                && Arrays.equals(
                        hashes,
                        position * HASH_BYTES,
                        (position + 1) * HASH_BYTES,
                        HEX.parseHex(contentHash),
                        0,
                        HASH_BYTES);
    }

    /** Whether each row that is not gone is one of these. */
    boolean isWithin(Iterable<Long> present) {
        BitSet plain = new BitSet(ids.length);
        BitSet other = new BitSet(others.length);
        for (long id : present) {
            mark(plain, Arrays.binarySearch(ids, id));
            mark(other, Arrays.binarySearch(others, id));
        }
        return plain.cardinality() == ids.length && other.cardinality() == others.length;
    }

    private static void mark(BitSet bits, int position) {
        if (position >= 0) {
            bits.set(position);
        }
    }
}
