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

    /**
     * The newest change of a chain stays: the next one's time builds on it. A chain's changes are in the order of time, so
     * of each chain no more is looked at than its first ones. (Locked by a step of its own, or all of those would be.)
     */
    CHANGES("change", """
            WITH old AS MATERIALIZED (
                SELECT first.chain_id, first.generation, first.seq
                  FROM chain
                 CROSS JOIN LATERAL (
                       SELECT generation, seq FROM change WHERE chain_id = chain.id
                        ORDER BY generation DESC, seq DESC LIMIT 1) AS newest
                 CROSS JOIN LATERAL (
                       SELECT chain_id, generation, seq, at FROM change WHERE chain_id = chain.id
                        ORDER BY generation, seq LIMIT $2) AS first
                 WHERE first.at < (SELECT mirror_now() - make_interval(secs => $1))
                   AND (first.generation, first.seq) < (newest.generation, newest.seq)
                 LIMIT $2),
            free AS (
                SELECT chain_id, generation, seq FROM change JOIN old USING (chain_id, generation, seq)
                   FOR UPDATE OF change SKIP LOCKED)
            DELETE FROM change USING free
             WHERE (change.chain_id, change.generation, change.seq) = (free.chain_id, free.generation, free.seq)""");

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
