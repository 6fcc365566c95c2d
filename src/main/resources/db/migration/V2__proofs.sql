-- What a mirror needs that never lies: how sure an absence is, what is held back, what cannot be read, and what changed.

-- The columns an absence goes through; see the delete ladder in src/docs/deletes.md.
ALTER TABLE certificate_type
    ADD COLUMN absent_since timestamptz,
    ADD COLUMN absences     integer     NOT NULL DEFAULT 0,
    ADD COLUMN confirmed_at timestamptz,
    ADD COLUMN written_at   timestamptz,
    ADD CONSTRAINT certificate_type_absence_is_whole CHECK ((absences = 0) = (absent_since IS NULL));
COMMENT ON COLUMN certificate_type.absent_since IS 'Begin of the first complete scan that did not list it; NULL: the newest one did.';
COMMENT ON COLUMN certificate_type.absences IS 'Complete scans in a row that did not list it.';
COMMENT ON COLUMN certificate_type.confirmed_at IS 'When upstream last answered it by id although its list has it not.';
COMMENT ON COLUMN certificate_type.written_at IS 'When it was last written through; for a while after that no scan counts against it.';

ALTER TABLE membership_type
    ADD COLUMN absent_since timestamptz,
    ADD COLUMN absences     integer     NOT NULL DEFAULT 0,
    ADD COLUMN confirmed_at timestamptz,
    ADD COLUMN written_at   timestamptz,
    ADD CONSTRAINT membership_type_absence_is_whole CHECK ((absences = 0) = (absent_since IS NULL));

-- History and feed. Rows of one publication share its generation; replaying them gives the state of that generation.
CREATE TABLE change (
    chain_id   bigint      NOT NULL,
    generation bigint      NOT NULL,
    seq        integer     NOT NULL,
    kind       text        NOT NULL,
    id         bigint      NOT NULL,
    op         text        NOT NULL,
    fields     text[]      NOT NULL DEFAULT '{}',
    body       jsonb,
    cause      text        NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT change_pk PRIMARY KEY (chain_id, generation, seq),
    CONSTRAINT change_kind_is_known CHECK (kind IN ('certificate_type', 'membership_type')),
    CONSTRAINT change_op_is_known CHECK (op IN ('CREATED', 'CHANGED', 'ISSUED', 'GONE', 'BACK')),
    CONSTRAINT change_gone_has_no_body CHECK ((op = 'GONE') = (body IS NULL))
);
COMMENT ON TABLE change IS 'Append-only: what each publication changed.';
COMMENT ON COLUMN change.fields IS 'The fields that differ, sorted; "listed" where only that differs.';
COMMENT ON COLUMN change.body IS 'The whole row; for ISSUED only its fields; NULL for GONE.';
COMMENT ON COLUMN change.cause IS 'What told: scan, denied (by id), unlisted, or the write that went through.';
COMMENT ON COLUMN change.at IS 'Taken behind the chain''s lock and later than the chain''s last.';
-- One type's history, newest first.
CREATE INDEX change_of_type ON change (chain_id, kind, id, generation DESC, seq DESC);

-- Rows that could not be read or stored, once each; a row that is sent again is only seen again.
CREATE TABLE quarantine (
    chain_id   bigint      NOT NULL,
    kind       text        NOT NULL,
    digest     bytea       NOT NULL,
    type_id    bigint,
    reason     text        NOT NULL,
    raw        text        NOT NULL,
    run_id     bigint      NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    CONSTRAINT quarantine_pk PRIMARY KEY (chain_id, kind, digest),
    CONSTRAINT quarantine_kind_is_known CHECK (kind IN ('certificate_type', 'membership_type'))
);
COMMENT ON TABLE quarantine IS 'What upstream sent and nobody could read, raw. A type of which the id could be read keeps its last body.';
COMMENT ON COLUMN quarantine.digest IS 'SHA-256 of reason and raw text.';
COMMENT ON COLUMN quarantine.run_id IS 'The run that saw it last.';
-- What is old is deleted by this.
CREATE INDEX quarantine_last_seen ON quarantine (last_seen);

-- Deletes that are too many to be believed.
CREATE TABLE hold (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    chain_id    bigint      NOT NULL,
    kind        text        NOT NULL,
    run_id      bigint      NOT NULL,
    ids         bigint[]    NOT NULL,
    opened_at   timestamptz NOT NULL,
    closed_at   timestamptz,
    released_at timestamptz,
    released_by text,
    reason      text,
    CONSTRAINT hold_pk PRIMARY KEY (id),
    CONSTRAINT hold_kind_is_known CHECK (kind IN ('certificate_type', 'membership_type')),
    CONSTRAINT hold_release_is_whole CHECK ((released_at IS NULL) = (released_by IS NULL)
        AND (released_at IS NULL) = (reason IS NULL))
);
COMMENT ON TABLE hold IS 'Types that too many others went absent with: they stay until they are seen again, or somebody releases them.';
COMMENT ON COLUMN hold.run_id IS 'The run that opened it.';
COMMENT ON COLUMN hold.ids IS 'The types that are still held; those seen again are taken out.';
COMMENT ON COLUMN hold.closed_at IS 'When all were seen again, or the release had run out.';
-- One open hold per chain and kind.
CREATE UNIQUE INDEX hold_open ON hold (chain_id, kind) WHERE closed_at IS NULL AND released_at IS NULL;
CREATE INDEX hold_released ON hold (chain_id, kind) WHERE closed_at IS NULL AND released_at IS NOT NULL;

-- Bodies of a scan that differ, where they are too many for the heap. Lost with a crash, as the scan is.
CREATE UNLOGGED TABLE staged_type (
    run_id     bigint NOT NULL,
    id         bigint NOT NULL,
    body       text   NOT NULL,
    title      text   NOT NULL,
    content    text   NOT NULL,
    definition text   NOT NULL,
    CONSTRAINT staged_type_pk PRIMARY KEY (run_id, id)
);
COMMENT ON TABLE staged_type IS 'Rows that a scan under way has seen and will publish; hashes in hex.';

-- Every account adds up, whatever the run came to; a run that published nothing has none of the numbers.
ALTER TABLE sync_run
    ADD COLUMN gone      integer NOT NULL DEFAULT 0,
    ADD COLUMN prevented integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT sync_run_adds_up;
UPDATE sync_run SET fetched = 0 WHERE outcome IN ('PARTIAL', 'FAILED', 'FENCED');
ALTER TABLE sync_run ADD CONSTRAINT sync_run_adds_up
    CHECK (outcome IS NULL OR fetched = new + changed + unchanged + duplicate + superseded + quarantined);
COMMENT ON COLUMN sync_run.fetched IS 'Rows of the list that counted: the last attempt''s.';
COMMENT ON COLUMN sync_run.attempts IS 'How often the list was read: again where it had moved.';
COMMENT ON COLUMN sync_run.gone IS 'Types that were found to be gone.';
COMMENT ON COLUMN sync_run.prevented IS 'False deletes prevented: types that the list had no more and that upstream still answered by id.';
-- The runs to purge.
CREATE INDEX sync_run_finished ON sync_run (finished_at);

-- The names of the fields in which two rows differ, sorted; none where there was no old one.
CREATE FUNCTION public.mirror_differing(old jsonb, new jsonb, listed_differs boolean) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT coalesce(array_agg(field ORDER BY field COLLATE "C"), '{}')
          FROM (SELECT coalesce(before.key, after.key) AS field
                  FROM jsonb_each(old) AS before FULL JOIN jsonb_each(new) AS after USING (key)
                 WHERE before.value IS DISTINCT FROM after.value AND old IS NOT NULL
                 UNION ALL SELECT 'listed' WHERE listed_differs) AS fields
    $$;

-- These fields of a row.
CREATE FUNCTION public.mirror_only(body jsonb, fields text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT coalesce(jsonb_object_agg(field, body -> field), '{}')
          FROM unnest(fields) AS field WHERE body ? field
    $$;
