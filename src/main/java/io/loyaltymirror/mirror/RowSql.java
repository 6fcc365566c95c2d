package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;

/**
 * The statement by which {@link RowWriter} writes a set of rows. Parameters: 1 the chain; 2 to 8 the rows; 9 the generation,
 * 10 the cause and 11 the time of the changes; 12 whether upstream lists them; 13 the version of the hashes; 14 whether they
 * were written through.
 */
final class RowSql {

    private static final String HEAP = """
            SELECT id, body::jsonb AS body, title, decode(content, 'hex') AS content,
                   decode(definition, 'hex') AS definition, at, seq
              FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::int[])
                   AS sent (id, body, title, content, definition, at, seq)""";

    private static final String STAGED = """
            SELECT staged.id, body::jsonb AS body, title, decode(staged.content, 'hex') AS content,
                   decode(definition, 'hex') AS definition, at, seq
              FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::int[]) AS sent (id, content, at, seq)
              JOIN staged_type AS staged ON run_id = $6 AND staged.id = sent.id AND staged.content = sent.content
             WHERE $7::text IS NULL AND $8::text IS NULL""";

    /**
     * All parts see the tables as they were before the statement: the first logs what the last changes. What was issued is
     * told by the newest total that was counted, and by the row's only where none was: a total that could not be read for a
     * while, or that a version without counts wrote, must not be lost. A total that was never seen before counts nothing.
     * Since when it was sold: since the newest scan that showed the total of before, as far as that is known.
     */
    private static final String WRITE = """
            WITH seen AS (%2$s),
            logged AS (
                INSERT INTO change (chain_id, generation, seq, kind, id, op, fields, body, cause, at)
                SELECT $1, $9, seq, '%1$s', seen.id, op, fields,
                       CASE op WHEN 'ISSUED' THEN mirror_only(seen.body, fields) ELSE seen.body END, $10, $11
                  FROM seen
                  LEFT JOIN %1$s AS old ON old.chain_id = $1 AND old.id = seen.id
                 CROSS JOIN LATERAL (SELECT mirror_differing(old.body, seen.body, old.listed <> $12) AS fields) AS f
                 CROSS JOIN LATERAL (SELECT CASE
                       WHEN old.id IS NULL THEN 'CREATED'
                       WHEN old.state = 'GONE' THEN 'BACK'
                       WHEN old.listed = $12 AND old.hash_version = $13 AND old.definition_hash = seen.definition
                           THEN 'ISSUED'
                       ELSE 'CHANGED' END AS op) AS o),
            issued AS (
                INSERT INTO issuance AS kept (chain_id, kind, type_id, day, total, issued, fell, since, at)
                SELECT $1, '%1$s', seen.id, (stamp.at AT TIME ZONE 'UTC')::date, total.now,
                       greatest(total.now - total.before, 0), greatest(total.before - total.now, 0),
                       CASE WHEN total.before IS NOT NULL THEN least(stamp.at, CASE
                            WHEN total.row IS DISTINCT FROM total.before THEN before.at
                            WHEN old.state = 'LIVE' AND old.listed AND unread.type_id IS NULL
                            THEN greatest(old.observed_at, known.as_of)
                            ELSE old.observed_at END) END,
                       stamp.at
                  FROM seen
                  LEFT JOIN %1$s AS old ON old.chain_id = $1 AND old.id = seen.id
                  LEFT JOIN chain_kind AS known ON known.chain_id = $1 AND known.kind = '%1$s'
                  LEFT JOIN LATERAL (
                       SELECT issuance.total, issuance.at FROM issuance
                        WHERE issuance.chain_id = $1 AND issuance.kind = '%1$s' AND issuance.type_id = seen.id
                        ORDER BY day DESC LIMIT 1) AS before ON true
                  LEFT JOIN (
                       SELECT DISTINCT type_id FROM quarantine, chain_kind AS read
                        WHERE quarantine.chain_id = $1 AND quarantine.kind = '%1$s'
                          AND read.chain_id = $1 AND read.kind = '%1$s' AND last_seen >= as_of) AS unread
                    ON unread.type_id = seen.id
                 CROSS JOIN LATERAL (SELECT greatest(seen.at, before.at) AS at) AS stamp
                 CROSS JOIN LATERAL (
                       SELECT mirror_total(seen.body, '%3$s') AS now, mirror_total(old.body, '%3$s') AS row,
                              coalesce(before.total, mirror_total(old.body, '%3$s')) AS before) AS total
                 WHERE total.now IS NOT NULL AND total.now IS DISTINCT FROM before.total
                ON CONFLICT (chain_id, kind, type_id, day) DO UPDATE SET
                       total = excluded.total,
                       issued = kept.issued + excluded.issued,
                       fell = kept.fell + excluded.fell,
                       since = coalesce(kept.since, kept.at),
                       at = excluded.at)
            INSERT INTO %1$s AS mirrored (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                   observed_at, generation, listed, confirmed_at, written_at)
            SELECT $1, id, body, title, content, definition, $13, at, $9, $12,
                   CASE WHEN NOT $12 THEN at END, CASE WHEN $14 THEN at END
              FROM seen
            ON CONFLICT (chain_id, id) DO UPDATE SET
                   body = excluded.body,
                   title_folded = excluded.title_folded,
                   content_hash = excluded.content_hash,
                   definition_hash = excluded.definition_hash,
                   hash_version = excluded.hash_version,
                   observed_at = excluded.observed_at,
                   generation = excluded.generation,
                   state = 'LIVE',
                   listed = excluded.listed,
                   absent_since = NULL,
                   absences = 0,
                   confirmed_at = excluded.confirmed_at,
                   written_at = coalesce(excluded.written_at, mirrored.written_at)
            RETURNING id""";

    private RowSql() {}

    /** For rows whose bodies are sent along. */
    static String ofHeap(Kind kind) {
        return WRITE.formatted(kind.word(), HEAP, total(kind));
    }

    /** For rows whose bodies were staged. */
    static String ofStaged(Kind kind) {
        return WRITE.formatted(kind.word(), STAGED, total(kind));
    }

    /** The field that counts how many were issued in all. */
    private static String total(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> "released_total";
            case MEMBERSHIP_TYPE -> "abonements_count";
        };
    }
}
