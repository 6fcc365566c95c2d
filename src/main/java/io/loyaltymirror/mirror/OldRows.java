package io.loyaltymirror.mirror;

/**
 * What is kept for a time only. Each statement deletes one batch; it takes no lock that a publication waits for, and what
 * another process is deleting it leaves to that one. Parameters: the time in seconds, the rows of a batch.
 */
enum OldRows {
    /** The newest complete run of each chain and kind stays, and the run by which an open hold is released. */
    RUNS("sync_run", """
            DELETE FROM sync_run WHERE id IN (
                SELECT id FROM sync_run AS old
                 WHERE finished_at < (SELECT mirror_now() - make_interval(secs => $1))
                   AND (outcome <> 'COMPLETE' OR EXISTS (
                       SELECT FROM sync_run AS newer
                        WHERE newer.chain_id = old.chain_id AND newer.kind = old.kind
                          AND newer.outcome = 'COMPLETE' AND newer.id > old.id))
                   AND NOT EXISTS (SELECT FROM hold WHERE hold.run_id = old.id AND closed_at IS NULL)
                 ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)"""),

    HOLDS("hold", """
            DELETE FROM hold WHERE id IN (
                SELECT id FROM hold WHERE closed_at < (SELECT mirror_now() - make_interval(secs => $1))
                 LIMIT $2 FOR UPDATE SKIP LOCKED)"""),

    QUARANTINE("quarantine", """
            DELETE FROM quarantine WHERE (chain_id, kind, digest) IN (
                SELECT chain_id, kind, digest FROM quarantine
                 WHERE last_seen < (SELECT mirror_now() - make_interval(secs => $1))
                 ORDER BY last_seen LIMIT $2 FOR UPDATE SKIP LOCKED)"""),

    AUDIT("audit", """
            DELETE FROM audit WHERE id IN (
                SELECT id FROM audit WHERE at < (SELECT mirror_now() - make_interval(secs => $1))
                 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)"""),

    /** Of whatever age: a run that is closed publishes nothing any more. */
    STAGED("staged_type", """
            DELETE FROM staged_type WHERE (run_id, id) IN (
                SELECT run_id, id FROM staged_type
                 WHERE $1::double precision IS NOT NULL
                   AND NOT EXISTS (SELECT FROM sync_run WHERE sync_run.id = run_id AND outcome IS NULL)
                 LIMIT $2 FOR UPDATE SKIP LOCKED)"""),

    /** Of each type the newest row stays: what is issued next is counted from its total. */
    ISSUANCE("issuance", """
            DELETE FROM issuance WHERE (chain_id, kind, type_id, day) IN (
                SELECT chain_id, kind, type_id, day FROM issuance AS old
                 WHERE day < (SELECT ((mirror_now() - make_interval(secs => $1)) AT TIME ZONE 'UTC')::date)
                   AND EXISTS (
                       SELECT FROM issuance AS newer
                        WHERE newer.chain_id = old.chain_id AND newer.kind = old.kind AND newer.type_id = old.type_id
                          AND newer.day > old.day)
                 LIMIT $2 FOR UPDATE SKIP LOCKED)"""),

    /**
     * The first changes of one chain, folded into {@code change_base}, and the horizon put behind them. The newest change of
     * a chain stays: the next one's time builds on it. One process at a time, for two would do the same and lock the same
     * rows in another order; and what was seen before the other one had committed overwrites nothing.
     */
    CHANGES("change", """
            WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtext('loyalty-mirror: old changes')) AS mine),
            chosen AS MATERIALIZED (
                SELECT chain.id AS chain_id, newest.generation, newest.seq
                  FROM turn CROSS JOIN chain
                 CROSS JOIN LATERAL (
                       SELECT generation, seq FROM change WHERE chain_id = chain.id
                        ORDER BY generation DESC, seq DESC LIMIT 1) AS newest
                 CROSS JOIN LATERAL (
                       SELECT generation, seq, at FROM change WHERE chain_id = chain.id
                        ORDER BY generation, seq LIMIT 1) AS first
                 WHERE mine AND first.at < (SELECT mirror_now() - make_interval(secs => $1))
                   AND (first.generation, first.seq) < (newest.generation, newest.seq)
                 LIMIT 1),
            old AS MATERIALIZED (
                SELECT first.* FROM chosen
                 CROSS JOIN LATERAL (
                       SELECT * FROM change WHERE chain_id = chosen.chain_id ORDER BY generation, seq LIMIT $2) AS first
                 WHERE first.at < (SELECT mirror_now() - make_interval(secs => $1))
                   AND (first.generation, first.seq) < (chosen.generation, chosen.seq)),
            until AS MATERIALIZED (SELECT chain_id, generation, seq, at FROM old ORDER BY generation DESC, seq DESC LIMIT 1),
            whole AS MATERIALIZED (
                SELECT DISTINCT ON (kind, id) kind, id, generation, seq, op, fields, body, cause, at,
                       CASE op WHEN 'GONE' THEN coalesce(body_before, lag(body) OVER step) END AS body_before
                  FROM (SELECT kind, id, generation, seq, op, fields, body, NULL::jsonb AS body_before, cause, at
                          FROM old WHERE op <> 'ISSUED'
                         UNION ALL
                        SELECT kind, id, base.generation, base.seq, op, fields, body, body_before, cause, base.at
                          FROM chosen JOIN change_base AS base USING (chain_id)
                          JOIN (SELECT DISTINCT kind, id FROM old) AS touched USING (kind, id)) AS either
                WINDOW step AS (PARTITION BY kind, id ORDER BY generation, seq)
                 ORDER BY kind, id, generation DESC, seq DESC),
            replayed AS (
                SELECT kind, id, mirror_replay(op, fields, body ORDER BY generation, seq) AS body
                  FROM (SELECT kind, id, generation, seq, op, fields, body FROM whole
                         UNION ALL
                        SELECT kind, id, old.generation, old.seq, old.op, old.fields, old.body
                          FROM old JOIN whole USING (kind, id)
                         WHERE old.op = 'ISSUED' AND (old.generation, old.seq) > (whole.generation, whole.seq)) AS step
                 GROUP BY kind, id),
            folded AS (
                INSERT INTO change_base AS kept (chain_id, kind, id, generation, seq, op, fields, body,
                       body_before, cause, at, until_generation, until_seq)
                SELECT until.chain_id, kind, id, whole.generation, whole.seq, op, fields, replayed.body,
                       body_before, cause, whole.at, until.generation, until.seq
                  FROM until CROSS JOIN whole JOIN replayed USING (kind, id)
                ON CONFLICT (chain_id, kind, id) DO UPDATE SET
                       generation = excluded.generation, seq = excluded.seq, op = excluded.op, fields = excluded.fields,
                       body = excluded.body, body_before = excluded.body_before, cause = excluded.cause, at = excluded.at,
                       until_generation = excluded.until_generation, until_seq = excluded.until_seq
                 WHERE (kept.until_generation, kept.until_seq) < (excluded.until_generation, excluded.until_seq)),
            told AS (
                INSERT INTO change_horizon AS kept (chain_id, generation, seq, at)
                SELECT chain_id, generation, seq, at FROM until
                ON CONFLICT (chain_id) DO UPDATE SET
                       generation = excluded.generation, seq = excluded.seq, at = excluded.at
                 WHERE (kept.generation, kept.seq) < (excluded.generation, excluded.seq))
            DELETE FROM change USING old
             WHERE (change.chain_id, change.generation, change.seq) = (old.chain_id, old.generation, old.seq)""");

    private final String table;
    private final String sql;

    OldRows(String table, String sql) {
        this.table = table;
        this.sql = sql;
    }

    String table() {
        return table;
    }

    String sql() {
        return sql;
    }
}
