-- Reports, history and feed: what was sold when, what a follower may still ask for, and views that others build on.

-- A total that can be summed: no shop has sold a billion times a thousand.
CREATE FUNCTION public.mirror_total(body jsonb, field text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT CASE WHEN public.mirror_bigint(body, field) BETWEEN 0 AND 1000000000000
                    THEN public.mirror_bigint(body, field) END
    $$;

-- Altegio tells the total of now alone; by how much it moved is kept from here on.
CREATE TABLE issuance (
    chain_id bigint      NOT NULL,
    kind     text        NOT NULL,
    type_id  bigint      NOT NULL,
    day      date        NOT NULL,
    total    bigint      NOT NULL,
    issued   bigint      NOT NULL,
    fell     bigint      NOT NULL,
    since    timestamptz,
    at       timestamptz NOT NULL,
    CONSTRAINT issuance_pk PRIMARY KEY (chain_id, kind, type_id, day),
    CONSTRAINT issuance_kind_ck CHECK (kind IN ('certificate_type', 'membership_type')),
    CONSTRAINT issuance_moved_ck CHECK (total >= 0 AND issued >= 0 AND fell >= 0),
    CONSTRAINT issuance_since_ck CHECK (since <= at)
);
COMMENT ON TABLE issuance IS 'Per type and day (UTC) on which its total was seen to move, or was seen first. The totals of two days differ by what was issued between them less what fell.';
COMMENT ON COLUMN issuance.total IS 'The newest total of that day: released_total, of membership types abonements_count.';
COMMENT ON COLUMN issuance.issued IS 'By how much it rose in the steps that were seen that day.';
COMMENT ON COLUMN issuance.fell IS 'By how much it fell: upstream began to count anew, or took something back. Never counted as sold.';
COMMENT ON COLUMN issuance.since IS 'When the mirror knew the total before: the day''s steps were between then and at. NULL: the total was seen first, and nobody knows since when it grew.';
COMMENT ON COLUMN issuance.at IS 'When upstream was asked for the newest total.';
-- A chain's sales by day.
CREATE INDEX issuance_day_ix ON issuance (chain_id, day, kind, type_id);
-- What is old is deleted by this; days come in order.
CREATE INDEX issuance_old_ix ON issuance USING brin (day);

INSERT INTO issuance (chain_id, kind, type_id, day, total, issued, fell, at)
SELECT chain_id, 'certificate_type', id, (observed_at AT TIME ZONE 'UTC')::date,
       public.mirror_total(body, 'released_total'), 0, 0, observed_at
  FROM certificate_type WHERE public.mirror_total(body, 'released_total') IS NOT NULL;
INSERT INTO issuance (chain_id, kind, type_id, day, total, issued, fell, at)
SELECT chain_id, 'membership_type', id, (observed_at AT TIME ZONE 'UTC')::date,
       public.mirror_total(body, 'abonements_count'), 0, 0, observed_at
  FROM membership_type WHERE public.mirror_total(body, 'abonements_count') IS NOT NULL;

-- Replaying changes, step by step: with ORDER BY generation, seq this aggregate gives what they lead to.
CREATE FUNCTION public.mirror_replayed(state jsonb, op text, fields text[], body jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE op WHEN 'GONE' THEN NULL WHEN 'ISSUED' THEN (state - fields) || body ELSE body END $$;
CREATE AGGREGATE public.mirror_replay(op text, fields text[], body jsonb) (
    SFUNC = public.mirror_replayed, STYPE = jsonb);

-- Up to where changes were deleted: who comes from before that has missed some.
CREATE TABLE change_horizon (
    chain_id   bigint      NOT NULL,
    generation bigint      NOT NULL,
    seq        integer     NOT NULL,
    at         timestamptz NOT NULL,
    CONSTRAINT change_horizon_pk PRIMARY KEY (chain_id)
);
COMMENT ON TABLE change_horizon IS 'The newest change of a chain that was deleted because it is older than mirror.history.keep.';
-- Where some were deleted before this table was there, the first one that is left tells it.
INSERT INTO change_horizon (chain_id, generation, seq, at)
SELECT chain.id, CASE WHEN first.seq = 0 THEN first.generation - 1 ELSE first.generation END,
       CASE WHEN first.seq = 0 THEN 2147483647 ELSE first.seq - 1 END, first.at
  FROM chain
 CROSS JOIN LATERAL (
       SELECT generation, seq, at FROM change WHERE chain_id = chain.id ORDER BY generation, seq LIMIT 1) AS first
 WHERE (first.generation, first.seq) > (1, 0);

-- What is deleted is folded in here first, so that a type that has not changed for years still has a state then.
CREATE TABLE change_base (
    chain_id         bigint      NOT NULL,
    kind             text        NOT NULL,
    id               bigint      NOT NULL,
    generation       bigint      NOT NULL,
    seq              integer     NOT NULL,
    op               text        NOT NULL,
    fields           text[]      NOT NULL,
    body             jsonb,
    body_before      jsonb,
    cause            text        NOT NULL,
    at               timestamptz NOT NULL,
    until_generation bigint      NOT NULL,
    until_seq        integer     NOT NULL,
    CONSTRAINT change_base_pk PRIMARY KEY (chain_id, kind, id),
    CONSTRAINT change_base_kind_ck CHECK (kind IN ('certificate_type', 'membership_type')),
    CONSTRAINT change_base_gone_has_no_body CHECK ((op = 'GONE') = (body IS NULL))
);
COMMENT ON TABLE change_base IS 'Of each type the newest whole change that was deleted, with the sales that were deleted after it laid over.';
COMMENT ON COLUMN change_base.body_before IS 'Of one that was gone, what it was before.';
COMMENT ON COLUMN change_base.until_generation IS 'With until_seq the last change of the batch that was folded in last.';
-- Types of which no whole change is there, deleted as they were before this table was: what they are now is all that is known.
INSERT INTO change_base (chain_id, kind, id, generation, seq, op, fields, body, body_before, cause, at, until_generation, until_seq)
SELECT type.chain_id, type.kind, type.id, 0, 0, CASE type.state WHEN 'GONE' THEN 'GONE' ELSE 'CREATED' END, '{}',
       CASE type.state WHEN 'GONE' THEN NULL ELSE type.body END, CASE type.state WHEN 'GONE' THEN type.body END,
       CASE WHEN type.listed THEN 'scan' ELSE 'answered' END, type.observed_at, 0, 0
  FROM (SELECT chain_id, 'certificate_type' AS kind, id, state, body, listed, observed_at FROM certificate_type
         UNION ALL
        SELECT chain_id, 'membership_type', id, state, body, listed, observed_at FROM membership_type) AS type
 WHERE NOT EXISTS (
       SELECT FROM change
        WHERE change.chain_id = type.chain_id AND change.kind = type.kind AND change.id = type.id AND change.op <> 'ISSUED');

-- What became of changes that are forgotten one by one, see mirror.mutation.key-retention.
CREATE TABLE mutation_daily (
    chain_id  bigint  NOT NULL,
    day       date    NOT NULL,
    kind      text    NOT NULL,
    operation text    NOT NULL,
    state     text    NOT NULL,
    mutations bigint  NOT NULL,
    attempts  bigint  NOT NULL,
    finished  bigint  NOT NULL,
    seconds   numeric NOT NULL,
    max_s     numeric,
    CONSTRAINT mutation_daily_pk PRIMARY KEY (chain_id, day, kind, operation, state)
);
COMMENT ON TABLE mutation_daily IS 'Changes by the day, UTC, on which callers asked for them, and by what became of them.';
COMMENT ON COLUMN mutation_daily.finished IS 'How many had an outcome; seconds is the sum of how long they took.';

-- Steps that may have changed a price, in the order of the chain.
CREATE INDEX change_step_ix ON change (chain_id, generation, seq) WHERE op IN ('CHANGED', 'BACK');

-- For how much a type is sold, if it is.
CREATE FUNCTION public.mirror_offer(kind text, body jsonb,
        OUT price numeric, OUT online_sale_price numeric, OUT is_archived boolean)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT public.mirror_numeric(body, CASE kind WHEN 'certificate_type' THEN 'balance' ELSE 'cost' END),
               public.mirror_numeric(body, 'online_sale_price'),
               coalesce(public.mirror_boolean(body, 'is_archived'), false)
    $$;

CREATE SCHEMA IF NOT EXISTS reporting;
COMMENT ON SCHEMA reporting IS 'For BI tools: names and meanings here stay as they are. Everything else is the service''s own.';

-- Codes in words, as Altegio documents them; NULL for a code that it does not. Of item types its own words come first: two
-- of its pages disagree on 2 to 4.
CREATE FUNCTION reporting.item_type(code bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE code WHEN 0 THEN 'All services and products' WHEN 1 THEN 'Any services' WHEN 2 THEN 'Any products'
                           WHEN 3 THEN 'Specific services' WHEN 4 THEN 'Specific services and any products' END $$;
CREATE FUNCTION reporting.expiration_type(code bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE code WHEN 0 THEN 'never' WHEN 1 THEN 'fixed date' WHEN 2 THEN 'period after the sale' END $$;
CREATE FUNCTION reporting.time_unit(code bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE code WHEN 1 THEN 'day' WHEN 2 THEN 'week' WHEN 3 THEN 'month' WHEN 4 THEN 'year' END $$;
CREATE FUNCTION reporting.balance_edit_type(code bigint) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE code WHEN 1 THEN 'can be edited' WHEN 2 THEN 'cannot be edited' END $$;

CREATE VIEW reporting.certificate_type AS
SELECT type.chain_id, chain.title AS chain_title, type.id, type.title, type.balance, type.is_multi, type.category_id, type.weight,
       type.item_type_id,
       coalesce(public.mirror_text(type.body -> 'item_type', 'title'), reporting.item_type(type.item_type_id)) AS item_type,
       type.expiration_type_id, reporting.expiration_type(type.expiration_type_id) AS expiration_type,
       type.expiration_date, type.expiration_timeout,
       type.expiration_timeout_unit_id, reporting.time_unit(type.expiration_timeout_unit_id) AS expiration_timeout_unit,
       type.balance_edit_type_id, reporting.balance_edit_type(type.balance_edit_type_id) AS balance_edit_type,
       coalesce(type.is_archived, false) AS is_archived, type.date_archived,
       type.online_sale_is_enabled AS is_online_sale_enabled, type.online_sale_price, type.released_total,
       type.service_ids, type.salon_ids, type.state, type.listed AS is_listed, type.observed_at
  FROM public.certificate_type AS type
  JOIN public.chain ON chain.id = type.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.certificate_type IS 'Certificate types as Altegio showed them last, one row each. Those that are gone stay, with state GONE.';
COMMENT ON COLUMN reporting.certificate_type.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.certificate_type.chain_title IS 'The chain''s title in the mirror''s registry; NULL where it has none';
COMMENT ON COLUMN reporting.certificate_type.id IS 'Altegio''s id of the type, unique in its chain';
COMMENT ON COLUMN reporting.certificate_type.title IS 'Altegio''s title';
COMMENT ON COLUMN reporting.certificate_type.balance IS 'What the certificate is worth, in the chain''s currency';
COMMENT ON COLUMN reporting.certificate_type.is_multi IS 'Whether it can be used in several visits';
COMMENT ON COLUMN reporting.certificate_type.category_id IS 'Altegio''s category; NULL where it has none';
COMMENT ON COLUMN reporting.certificate_type.weight IS 'Altegio''s place in the list';
COMMENT ON COLUMN reporting.certificate_type.item_type_id IS 'What it pays for, Altegio''s code';
COMMENT ON COLUMN reporting.certificate_type.item_type IS 'The same in Altegio''s words, or in the documented ones';
COMMENT ON COLUMN reporting.certificate_type.expiration_type_id IS 'How it expires, Altegio''s code';
COMMENT ON COLUMN reporting.certificate_type.expiration_type IS 'The same in words: never, fixed date, period after the sale';
COMMENT ON COLUMN reporting.certificate_type.expiration_date IS 'Altegio''s text; where it expires on a fixed date';
COMMENT ON COLUMN reporting.certificate_type.expiration_timeout IS 'So many units after the sale; 0 where it does not';
COMMENT ON COLUMN reporting.certificate_type.expiration_timeout_unit_id IS 'Altegio''s code of the unit';
COMMENT ON COLUMN reporting.certificate_type.expiration_timeout_unit IS 'The same in words: day, week, month, year';
COMMENT ON COLUMN reporting.certificate_type.balance_edit_type_id IS 'Whether the balance can be edited at the sale, Altegio''s code';
COMMENT ON COLUMN reporting.certificate_type.balance_edit_type IS 'The same in words';
COMMENT ON COLUMN reporting.certificate_type.is_archived IS 'Whether Altegio shows it as archived';
COMMENT ON COLUMN reporting.certificate_type.date_archived IS 'Altegio''s text; NULL where it is not archived';
COMMENT ON COLUMN reporting.certificate_type.is_online_sale_enabled IS 'Whether it is sold online';
COMMENT ON COLUMN reporting.certificate_type.online_sale_price IS 'For how much, in the chain''s currency';
COMMENT ON COLUMN reporting.certificate_type.released_total IS 'How many were issued in all, as Altegio last told';
COMMENT ON COLUMN reporting.certificate_type.service_ids IS 'Altegio''s ids of the services that it pays for';
COMMENT ON COLUMN reporting.certificate_type.salon_ids IS 'Altegio''s ids of the locations that have it';
COMMENT ON COLUMN reporting.certificate_type.state IS 'LIVE, SUSPECT (absent from the newest scans, not yet proven gone) or GONE';
COMMENT ON COLUMN reporting.certificate_type.is_listed IS 'Whether Altegio''s list has it; some types are answered by id alone';
COMMENT ON COLUMN reporting.certificate_type.observed_at IS 'When Altegio was asked for what stands here';

CREATE VIEW reporting.membership_type AS
SELECT type.chain_id, chain.title AS chain_title, type.id, type.title, type.cost, type.category_id, type.weight,
       type.period, type.period_unit_id, reporting.time_unit(type.period_unit_id) AS period_unit,
       type.expiration_type_id, public.mirror_text(type.body, 'expiration_type_title') AS expiration_type,
       type.balance_edit_type_id, reporting.balance_edit_type(type.balance_edit_type_id) AS balance_edit_type,
       coalesce(type.is_archived, false) AS is_archived, type.date_archived,
       type.is_online_sale_enabled, type.online_sale_price, type.abonements_count,
       type.attached_salon_ids AS salon_ids, type.state, type.listed AS is_listed, type.observed_at
  FROM public.membership_type AS type
  JOIN public.chain ON chain.id = type.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.membership_type IS 'Membership types (abonement types) as Altegio showed them last, one row each. Those that are gone stay, with state GONE.';
COMMENT ON COLUMN reporting.membership_type.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.membership_type.chain_title IS 'The chain''s title in the mirror''s registry; NULL where it has none';
COMMENT ON COLUMN reporting.membership_type.id IS 'Altegio''s id of the type, unique in its chain';
COMMENT ON COLUMN reporting.membership_type.title IS 'Altegio''s title';
COMMENT ON COLUMN reporting.membership_type.cost IS 'Its price, in the chain''s currency';
COMMENT ON COLUMN reporting.membership_type.category_id IS 'Altegio''s category; NULL where it has none';
COMMENT ON COLUMN reporting.membership_type.weight IS 'Altegio''s place in the list';
COMMENT ON COLUMN reporting.membership_type.period IS 'So many units it lasts';
COMMENT ON COLUMN reporting.membership_type.period_unit_id IS 'Altegio''s code of the unit';
COMMENT ON COLUMN reporting.membership_type.period_unit IS 'The same in words: day, week, month, year';
COMMENT ON COLUMN reporting.membership_type.expiration_type_id IS 'From when it runs, Altegio''s code';
COMMENT ON COLUMN reporting.membership_type.expiration_type IS 'The same in Altegio''s words';
COMMENT ON COLUMN reporting.membership_type.balance_edit_type_id IS 'Whether the balance can be edited at the sale, Altegio''s code';
COMMENT ON COLUMN reporting.membership_type.balance_edit_type IS 'The same in words';
COMMENT ON COLUMN reporting.membership_type.is_archived IS 'Whether Altegio shows it as archived';
COMMENT ON COLUMN reporting.membership_type.date_archived IS 'Altegio''s text; NULL where it is not archived';
COMMENT ON COLUMN reporting.membership_type.is_online_sale_enabled IS 'Whether it is sold online';
COMMENT ON COLUMN reporting.membership_type.online_sale_price IS 'For how much, in the chain''s currency';
COMMENT ON COLUMN reporting.membership_type.abonements_count IS 'How many were issued in all, as Altegio last told';
COMMENT ON COLUMN reporting.membership_type.salon_ids IS 'Altegio''s ids of the locations that have it';
COMMENT ON COLUMN reporting.membership_type.state IS 'LIVE, SUSPECT (absent from the newest scans, not yet proven gone) or GONE';
COMMENT ON COLUMN reporting.membership_type.is_listed IS 'Whether Altegio''s list has it; some types are answered by id alone';
COMMENT ON COLUMN reporting.membership_type.observed_at IS 'When Altegio was asked for what stands here';

CREATE VIEW reporting.certificate_type_history AS
SELECT step.chain_id, step.id, step.op, step.cause, step.fields,
       step.op <> 'GONE' AND step.cause <> 'answered' AS is_listed, step.at AS valid_from,
       lead(step.at) OVER (PARTITION BY step.chain_id, step.id ORDER BY step.generation, step.seq) AS valid_to,
       public.mirror_text(step.body, 'title') AS title,
       public.mirror_numeric(step.body, 'balance') AS balance,
       public.mirror_bigint(step.body, 'item_type_id') AS item_type_id,
       coalesce(public.mirror_text(step.body -> 'item_type', 'title'),
                reporting.item_type(public.mirror_bigint(step.body, 'item_type_id'))) AS item_type,
       coalesce(public.mirror_boolean(step.body, 'is_archived'), false) AS is_archived,
       public.mirror_numeric(step.body, 'online_sale_price') AS online_sale_price,
       public.mirror_bigints(step.body, 'salon_ids') AS salon_ids,
       step.generation, step.seq
  FROM (SELECT chain_id, id, generation, seq, op, fields, body, cause, at
          FROM public.change WHERE kind = 'certificate_type' AND op <> 'ISSUED'
         UNION ALL
        SELECT chain_id, id, generation, seq, op, fields, body, cause, at
          FROM public.change_base WHERE kind = 'certificate_type') AS step
  JOIN public.chain ON chain.id = step.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.certificate_type_history IS 'What each certificate type was from when to when, one row a state. Sales alone make no new row, they are in issuance_daily. As far back as mirror.history.keep, and the state before that.';
COMMENT ON COLUMN reporting.certificate_type_history.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.certificate_type_history.id IS 'Altegio''s id of the type';
COMMENT ON COLUMN reporting.certificate_type_history.op IS 'CREATED, CHANGED, BACK (it was gone) or GONE: from valid_from on there is none';
COMMENT ON COLUMN reporting.certificate_type_history.cause IS 'What told: scan, write (through the mirror), answered (by id alone), denied (by id) or unlisted';
COMMENT ON COLUMN reporting.certificate_type_history.fields IS 'The fields of Altegio''s row that changed, sorted';
COMMENT ON COLUMN reporting.certificate_type_history.is_listed IS 'Whether Altegio''s list had it from then on; some types are answered by id alone';
COMMENT ON COLUMN reporting.certificate_type_history.valid_from IS 'When the mirror published this state';
COMMENT ON COLUMN reporting.certificate_type_history.valid_to IS 'When it published the next one; NULL for the newest';
COMMENT ON COLUMN reporting.certificate_type_history.title IS 'Altegio''s title then; NULL of GONE, as what follows';
COMMENT ON COLUMN reporting.certificate_type_history.balance IS 'What the certificate was worth';
COMMENT ON COLUMN reporting.certificate_type_history.item_type_id IS 'What it paid for, Altegio''s code';
COMMENT ON COLUMN reporting.certificate_type_history.item_type IS 'The same in words';
COMMENT ON COLUMN reporting.certificate_type_history.is_archived IS 'Whether it was archived then';
COMMENT ON COLUMN reporting.certificate_type_history.online_sale_price IS 'For how much it was sold online then';
COMMENT ON COLUMN reporting.certificate_type_history.salon_ids IS 'Altegio''s ids of the locations that had it then';
COMMENT ON COLUMN reporting.certificate_type_history.generation IS 'With seq the place among the chain''s changes';
COMMENT ON COLUMN reporting.certificate_type_history.seq IS 'The place in its generation';

CREATE VIEW reporting.membership_type_history AS
SELECT step.chain_id, step.id, step.op, step.cause, step.fields,
       step.op <> 'GONE' AND step.cause <> 'answered' AS is_listed, step.at AS valid_from,
       lead(step.at) OVER (PARTITION BY step.chain_id, step.id ORDER BY step.generation, step.seq) AS valid_to,
       public.mirror_text(step.body, 'title') AS title,
       public.mirror_numeric(step.body, 'cost') AS cost,
       coalesce(public.mirror_boolean(step.body, 'is_archived'), false) AS is_archived,
       public.mirror_numeric(step.body, 'online_sale_price') AS online_sale_price,
       public.mirror_bigints(step.body, 'attached_salon_ids') AS salon_ids,
       step.generation, step.seq
  FROM (SELECT chain_id, id, generation, seq, op, fields, body, cause, at
          FROM public.change WHERE kind = 'membership_type' AND op <> 'ISSUED'
         UNION ALL
        SELECT chain_id, id, generation, seq, op, fields, body, cause, at
          FROM public.change_base WHERE kind = 'membership_type') AS step
  JOIN public.chain ON chain.id = step.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.membership_type_history IS 'As certificate_type_history, of membership types.';
COMMENT ON COLUMN reporting.membership_type_history.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.membership_type_history.id IS 'Altegio''s id of the type';
COMMENT ON COLUMN reporting.membership_type_history.op IS 'CREATED, CHANGED, BACK (it was gone) or GONE: from valid_from on there is none';
COMMENT ON COLUMN reporting.membership_type_history.cause IS 'What told: scan, write (through the mirror), answered (by id alone), denied (by id) or unlisted';
COMMENT ON COLUMN reporting.membership_type_history.fields IS 'The fields of Altegio''s row that changed, sorted';
COMMENT ON COLUMN reporting.membership_type_history.is_listed IS 'Whether Altegio''s list had it from then on; some types are answered by id alone';
COMMENT ON COLUMN reporting.membership_type_history.valid_from IS 'When the mirror published this state';
COMMENT ON COLUMN reporting.membership_type_history.valid_to IS 'When it published the next one; NULL for the newest';
COMMENT ON COLUMN reporting.membership_type_history.title IS 'Altegio''s title then; NULL of GONE, as what follows';
COMMENT ON COLUMN reporting.membership_type_history.cost IS 'Its price';
COMMENT ON COLUMN reporting.membership_type_history.is_archived IS 'Whether it was archived then';
COMMENT ON COLUMN reporting.membership_type_history.online_sale_price IS 'For how much it was sold online then';
COMMENT ON COLUMN reporting.membership_type_history.salon_ids IS 'Altegio''s ids of the locations that had it then';
COMMENT ON COLUMN reporting.membership_type_history.generation IS 'With seq the place among the chain''s changes';
COMMENT ON COLUMN reporting.membership_type_history.seq IS 'The place in its generation';

CREATE VIEW reporting.issuance_daily AS
SELECT issuance.chain_id, issuance.day, issuance.kind, issuance.type_id,
       CASE issuance.kind
           WHEN 'certificate_type' THEN (SELECT type.title FROM public.certificate_type AS type
                                          WHERE type.chain_id = issuance.chain_id AND type.id = issuance.type_id)
           ELSE (SELECT type.title FROM public.membership_type AS type
                  WHERE type.chain_id = issuance.chain_id AND type.id = issuance.type_id) END AS title,
       issuance.issued, issuance.fell, issuance.total, issuance.since AS issued_after, issuance.at AS issued_until
  FROM public.issuance
  JOIN public.chain ON chain.id = issuance.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.issuance_daily IS 'What was issued by type and day (UTC): one row for each day on which Altegio''s total was seen to move. What was sold while nobody could read stands on the day on which it was seen; issued_after says since when it may have been sold.';
COMMENT ON COLUMN reporting.issuance_daily.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.issuance_daily.day IS 'The day, UTC, on which the mirror saw it';
COMMENT ON COLUMN reporting.issuance_daily.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.issuance_daily.type_id IS 'Altegio''s id of the type';
COMMENT ON COLUMN reporting.issuance_daily.title IS 'The type''s title now';
COMMENT ON COLUMN reporting.issuance_daily.issued IS 'How many were issued: by how much the total rose';
COMMENT ON COLUMN reporting.issuance_daily.fell IS 'By how much the total fell: Altegio counted anew, or took some back. Never negative, never in issued; issued less fell, summed, is the total''s difference';
COMMENT ON COLUMN reporting.issuance_daily.total IS 'Altegio''s total at the end of what was seen that day';
COMMENT ON COLUMN reporting.issuance_daily.issued_after IS 'Issued later than this; NULL where the total was seen first, which counts nothing';
COMMENT ON COLUMN reporting.issuance_daily.issued_until IS 'Issued until this';

CREATE VIEW reporting.sync_run AS
SELECT run.id, run.chain_id, run.kind, run.started_at, run.finished_at, run.outcome, run.reason, run.fetched, run.new, run.changed,
       run.unchanged, run.duplicate, run.superseded, run.quarantined, run.gone, run.prevented, run.attempts, run.requests
  FROM public.sync_run AS run
  JOIN public.chain ON chain.id = run.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.sync_run IS 'The account of each run over one kind of a chain''s types, as long as mirror.runs.keep keeps it.';
COMMENT ON COLUMN reporting.sync_run.id IS 'The run, as in GET /mirror/v1/runs/{id}';
COMMENT ON COLUMN reporting.sync_run.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.sync_run.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.sync_run.started_at IS 'When it began';
COMMENT ON COLUMN reporting.sync_run.finished_at IS 'When it ended; NULL while it is under way';
COMMENT ON COLUMN reporting.sync_run.outcome IS 'COMPLETE, PARTIAL, HELD, FAILED or FENCED; NULL while it is under way';
COMMENT ON COLUMN reporting.sync_run.reason IS 'Why it was not COMPLETE';
COMMENT ON COLUMN reporting.sync_run.fetched IS 'Rows of the list; the sum of the six that follow';
COMMENT ON COLUMN reporting.sync_run.new IS 'Rows that the mirror did not have';
COMMENT ON COLUMN reporting.sync_run.changed IS 'Rows that it had otherwise';
COMMENT ON COLUMN reporting.sync_run.unchanged IS 'Rows that it had just so';
COMMENT ON COLUMN reporting.sync_run.duplicate IS 'Rows that the list had twice';
COMMENT ON COLUMN reporting.sync_run.superseded IS 'Rows older than what the mirror had';
COMMENT ON COLUMN reporting.sync_run.quarantined IS 'Rows that could not be read or stored';
COMMENT ON COLUMN reporting.sync_run.gone IS 'Types that were found to be gone';
COMMENT ON COLUMN reporting.sync_run.prevented IS 'False deletes prevented: types that the list had no more and that Altegio still answered by id';
COMMENT ON COLUMN reporting.sync_run.attempts IS 'How often the list was read: again where it had moved';
COMMENT ON COLUMN reporting.sync_run.requests IS 'Requests to Altegio';

CREATE VIEW reporting.chain_freshness AS
SELECT chain.id AS chain_id, chain.title AS chain_title, kind.kind, chain.enabled AS is_enabled, kind.as_of,
       floor(extract(epoch FROM greatest(public.mirror_now(), kind.as_of) - kind.as_of))::bigint AS age_s,
       kind.failures, kind.next_due_at, last.outcome AS last_outcome, last.reason AS last_reason, last.finished_at AS last_finished_at
  FROM public.chain
  JOIN public.chain_kind AS kind ON kind.chain_id = chain.id
  LEFT JOIN LATERAL (
       SELECT run.outcome, run.reason, run.finished_at FROM public.sync_run AS run
        WHERE run.chain_id = chain.id AND run.kind = kind.kind AND run.outcome IS NOT NULL
        ORDER BY run.id DESC LIMIT 1) AS last ON true
 WHERE chain.removed_at IS NULL;
COMMENT ON VIEW reporting.chain_freshness IS 'How fresh what is mirrored of each chain and kind is, and what its newest closed run came to.';
COMMENT ON COLUMN reporting.chain_freshness.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.chain_freshness.chain_title IS 'Its title in the mirror''s registry; NULL where it has none';
COMMENT ON COLUMN reporting.chain_freshness.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.chain_freshness.is_enabled IS 'Whether it is read; false: paused';
COMMENT ON COLUMN reporting.chain_freshness.as_of IS 'Begin of the newest complete scan; NULL: never read completely';
COMMENT ON COLUMN reporting.chain_freshness.age_s IS 'Seconds since then; NULL likewise';
COMMENT ON COLUMN reporting.chain_freshness.failures IS 'Failed runs since the last complete one';
COMMENT ON COLUMN reporting.chain_freshness.next_due_at IS 'When it is read next';
COMMENT ON COLUMN reporting.chain_freshness.last_outcome IS 'What the newest closed run came to';
COMMENT ON COLUMN reporting.chain_freshness.last_reason IS 'Why that was not COMPLETE';
COMMENT ON COLUMN reporting.chain_freshness.last_finished_at IS 'When that was';

CREATE VIEW reporting.catalogue_by_location AS
SELECT type.chain_id, coalesce(salon.id, 0) AS location_id, 'certificate_type' AS kind, type.id AS type_id, type.title,
       type.balance AS price, coalesce(type.is_archived, false) AS is_archived,
       coalesce(type.online_sale_is_enabled, false) AS is_online_sale_enabled, type.online_sale_price, type.released_total AS total
  FROM public.certificate_type AS type
  JOIN public.chain ON chain.id = type.chain_id AND chain.removed_at IS NULL
  LEFT JOIN LATERAL (SELECT DISTINCT id FROM unnest(type.salon_ids) AS id) AS salon ON true
 WHERE type.listed AND type.state <> 'GONE'
 UNION ALL
SELECT type.chain_id, coalesce(salon.id, 0), 'membership_type', type.id, type.title,
       type.cost, coalesce(type.is_archived, false),
       coalesce(type.is_online_sale_enabled, false), type.online_sale_price, type.abonements_count
  FROM public.membership_type AS type
  JOIN public.chain ON chain.id = type.chain_id AND chain.removed_at IS NULL
  LEFT JOIN LATERAL (SELECT DISTINCT id FROM unnest(type.attached_salon_ids) AS id) AS salon ON true
 WHERE type.listed AND type.state <> 'GONE';
COMMENT ON VIEW reporting.catalogue_by_location IS 'What each location of a chain has: one row for each type that Altegio lists and each location that it names; location_id 0 for a type that names none.';
COMMENT ON COLUMN reporting.catalogue_by_location.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.catalogue_by_location.location_id IS 'Altegio''s id of the location; 0: the type names none';
COMMENT ON COLUMN reporting.catalogue_by_location.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.catalogue_by_location.type_id IS 'Altegio''s id of the type';
COMMENT ON COLUMN reporting.catalogue_by_location.title IS 'Altegio''s title';
COMMENT ON COLUMN reporting.catalogue_by_location.price IS 'A certificate''s balance, a membership''s cost, in the chain''s currency';
COMMENT ON COLUMN reporting.catalogue_by_location.is_archived IS 'Whether Altegio shows it as archived';
COMMENT ON COLUMN reporting.catalogue_by_location.is_online_sale_enabled IS 'Whether it is sold online';
COMMENT ON COLUMN reporting.catalogue_by_location.online_sale_price IS 'For how much, in the chain''s currency';
COMMENT ON COLUMN reporting.catalogue_by_location.total IS 'How many were issued in all, as Altegio last told';

CREATE VIEW reporting.price_or_archive_change AS
SELECT step.chain_id, step.generation, step.seq, step.at, step.kind, step.id AS type_id,
       public.mirror_text(step.body, 'title') AS title, step.cause,
       before.price AS price_before, after.price,
       before.online_sale_price AS online_sale_price_before, after.online_sale_price,
       before.is_archived AS was_archived, after.is_archived
  FROM public.change AS step
  JOIN public.chain ON chain.id = step.chain_id AND chain.removed_at IS NULL
 CROSS JOIN LATERAL (
       SELECT either.body
         FROM ((SELECT generation, seq, body FROM public.change AS earlier
                 WHERE earlier.chain_id = step.chain_id AND earlier.kind = step.kind AND earlier.id = step.id
                   AND (earlier.generation, earlier.seq) < (step.generation, step.seq) AND earlier.op NOT IN ('ISSUED', 'GONE')
                 ORDER BY generation DESC, seq DESC LIMIT 1)
                UNION ALL
               (SELECT generation, seq, coalesce(body, body_before) FROM public.change_base AS base
                 WHERE base.chain_id = step.chain_id AND base.kind = step.kind AND base.id = step.id)) AS either
        ORDER BY generation DESC, seq DESC LIMIT 1) AS earlier
 CROSS JOIN LATERAL public.mirror_offer(step.kind, earlier.body) AS before
 CROSS JOIN LATERAL public.mirror_offer(step.kind, step.body) AS after
 WHERE step.op IN ('CHANGED', 'BACK')
   AND (before.price, before.online_sale_price, before.is_archived)
       IS DISTINCT FROM (after.price, after.online_sale_price, after.is_archived);
COMMENT ON VIEW reporting.price_or_archive_change IS 'Each step in which a type''s price, its price online or its being archived was not what it was before, also where it was gone for a time.';
COMMENT ON COLUMN reporting.price_or_archive_change.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.price_or_archive_change.generation IS 'With seq the place among the chain''s changes';
COMMENT ON COLUMN reporting.price_or_archive_change.seq IS 'The place in its generation';
COMMENT ON COLUMN reporting.price_or_archive_change.at IS 'When the mirror published it';
COMMENT ON COLUMN reporting.price_or_archive_change.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.price_or_archive_change.type_id IS 'Altegio''s id of the type';
COMMENT ON COLUMN reporting.price_or_archive_change.title IS 'Altegio''s title after it';
COMMENT ON COLUMN reporting.price_or_archive_change.cause IS 'What told: scan, write (through the mirror) or answered (by id alone)';
COMMENT ON COLUMN reporting.price_or_archive_change.price_before IS 'A certificate''s balance, a membership''s cost, before it';
COMMENT ON COLUMN reporting.price_or_archive_change.price IS 'The same after it';
COMMENT ON COLUMN reporting.price_or_archive_change.online_sale_price_before IS 'The price online before it';
COMMENT ON COLUMN reporting.price_or_archive_change.online_sale_price IS 'The same after it';
COMMENT ON COLUMN reporting.price_or_archive_change.was_archived IS 'Whether it was archived before it';
COMMENT ON COLUMN reporting.price_or_archive_change.is_archived IS 'The same after it';

CREATE VIEW reporting.mutation AS
SELECT asked.id, asked.chain_id, asked.kind, asked.operation, asked.type_id, asked.caller, asked.state, asked.attempt, asked.received_at,
       asked.finished_at, asked.status, asked.message
  FROM public.mutation AS asked
  JOIN public.chain ON chain.id = asked.chain_id AND chain.removed_at IS NULL;
COMMENT ON VIEW reporting.mutation IS 'Changes that callers asked for and what became of them, as long as mirror.mutation.key-retention keeps them; without keys and bodies.';
COMMENT ON COLUMN reporting.mutation.id IS 'The mutation, as in GET /mirror/v1/mutations/{id}';
COMMENT ON COLUMN reporting.mutation.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.mutation.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.mutation.operation IS 'CREATE, UPDATE, DELETE or ARCHIVE';
COMMENT ON COLUMN reporting.mutation.type_id IS 'Altegio''s id of the type; of a create once it is known';
COMMENT ON COLUMN reporting.mutation.caller IS 'The name of the caller''s key';
COMMENT ON COLUMN reporting.mutation.state IS 'RECEIVED, SENDING, SUCCEEDED, REJECTED, UNKNOWN, NOT_SENT, ADOPTED, ABSENT or CONFLICT';
COMMENT ON COLUMN reporting.mutation.attempt IS 'How often it was tried';
COMMENT ON COLUMN reporting.mutation.received_at IS 'When it was asked for';
COMMENT ON COLUMN reporting.mutation.finished_at IS 'When its outcome was known; NULL while it is not';
COMMENT ON COLUMN reporting.mutation.status IS 'The HTTP status that the caller was told';
COMMENT ON COLUMN reporting.mutation.message IS 'Why, where it was not done';

CREATE VIEW reporting.mutation_outcome AS
SELECT part.chain_id, part.day, part.kind, part.operation, part.state,
       sum(part.mutations)::bigint AS mutations, sum(part.attempts)::bigint AS attempts,
       round(sum(part.seconds) / nullif(sum(part.finished), 0), 3) AS mean_s, round(max(part.max_s), 3) AS max_s
  FROM (SELECT chain_id, day, kind, operation, state, mutations, attempts, finished, seconds, max_s
          FROM public.mutation_daily
         UNION ALL
        SELECT asked.chain_id, (asked.received_at AT TIME ZONE 'UTC')::date, asked.kind, asked.operation, asked.state,
               1, asked.attempt, (asked.finished_at IS NOT NULL)::int,
               coalesce(extract(epoch FROM asked.finished_at - asked.received_at), 0),
               extract(epoch FROM asked.finished_at - asked.received_at)
          FROM public.mutation AS asked) AS part
  JOIN public.chain ON chain.id = part.chain_id AND chain.removed_at IS NULL
 GROUP BY part.chain_id, part.day, part.kind, part.operation, part.state;
COMMENT ON VIEW reporting.mutation_outcome IS 'How many changes callers asked for by day (UTC), and what became of them; also of those that are forgotten one by one.';
COMMENT ON COLUMN reporting.mutation_outcome.chain_id IS 'Altegio''s id of the chain';
COMMENT ON COLUMN reporting.mutation_outcome.day IS 'The day, UTC, on which they were asked for';
COMMENT ON COLUMN reporting.mutation_outcome.kind IS 'certificate_type or membership_type';
COMMENT ON COLUMN reporting.mutation_outcome.operation IS 'CREATE, UPDATE, DELETE or ARCHIVE';
COMMENT ON COLUMN reporting.mutation_outcome.state IS 'What became of them, see mutation';
COMMENT ON COLUMN reporting.mutation_outcome.mutations IS 'How many';
COMMENT ON COLUMN reporting.mutation_outcome.attempts IS 'How often they were tried in all';
COMMENT ON COLUMN reporting.mutation_outcome.mean_s IS 'Seconds from the first request to the outcome, on average; NULL where there is none yet';
COMMENT ON COLUMN reporting.mutation_outcome.max_s IS 'The same, of the slowest';

-- Who reads reports reads nothing else. A role is the cluster's: where this user may not make one, somebody else does.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'mirror_reporting') THEN
        CREATE ROLE mirror_reporting NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
        RAISE NOTICE 'the role mirror_reporting is not there and this user may not make it: see the README, Reports';
END
$$;
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mirror_reporting') THEN
        GRANT USAGE ON SCHEMA reporting TO mirror_reporting;
        GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO mirror_reporting;
        ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO mirror_reporting;
    END IF;
END
$$;
