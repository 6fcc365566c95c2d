-- The ledger of what callers change upstream: a row is there before its request leaves, and at most one create leaves for
-- a row unless its absence was proven. States:
--
--     RECEIVED -> SENDING -> SUCCEEDED | REJECTED | UNKNOWN       (an answer; or nobody knows)
--     RECEIVED | SENDING -> NOT_SENT                              (surely nothing left)
--     UNKNOWN -> ADOPTED | ABSENT | CONFLICT                      (what was found out; a person decides a CONFLICT)
--     NOT_SENT | ABSENT -> RECEIVED                               (the same key again: a new attempt)
--
-- Each step is taken only from the state and attempt that it was decided in. An answer that comes late beats what was
-- concluded without it.

CREATE TABLE mutation (
    id               uuid        NOT NULL,
    chain_id         bigint      NOT NULL,
    kind             text        NOT NULL,
    operation        text        NOT NULL,
    type_id          bigint,
    caller           text        NOT NULL,
    key              text        NOT NULL,
    fingerprint      text        NOT NULL,
    slot             text        NOT NULL,
    request          text        NOT NULL,
    state            text        NOT NULL DEFAULT 'RECEIVED',
    attempt          integer     NOT NULL DEFAULT 1,
    received_at      timestamptz NOT NULL,
    lease_until      timestamptz NOT NULL,
    known_ids        bigint[],
    known_generation bigint,
    before_hash      text,
    unknown_at       timestamptz,
    looks            integer     NOT NULL DEFAULT 0,
    next_look_at     timestamptz,
    finished_at      timestamptz,
    status           integer,
    answer           text,
    message          text,
    generation       text,
    resolved_by      text,
    CONSTRAINT mutation_pk PRIMARY KEY (id),
    CONSTRAINT mutation_key_uq UNIQUE (caller, key),
    CONSTRAINT mutation_kind_ck CHECK (kind IN ('certificate_type', 'membership_type')),
    CONSTRAINT mutation_operation_ck CHECK (operation IN ('CREATE', 'UPDATE', 'DELETE', 'ARCHIVE')),
    CONSTRAINT mutation_state_ck CHECK (state IN (
        'RECEIVED', 'SENDING', 'SUCCEEDED', 'REJECTED', 'UNKNOWN', 'NOT_SENT', 'ADOPTED', 'ABSENT', 'CONFLICT')),
    CONSTRAINT mutation_unknown_ck CHECK (state NOT IN ('UNKNOWN', 'CONFLICT') OR unknown_at IS NOT NULL),
    CONSTRAINT mutation_looked_at_ck CHECK ((state = 'UNKNOWN') = (next_look_at IS NOT NULL))
);
-- One open row a slot: creates of a title in a chain, changes of a type.
CREATE UNIQUE INDEX mutation_open_uq ON mutation (chain_id, slot)
    WHERE state IN ('RECEIVED', 'SENDING', 'UNKNOWN', 'CONFLICT');
-- What the reconciler looks for; small, since rows leave it.
CREATE INDEX mutation_look_ix ON mutation (next_look_at) WHERE state = 'UNKNOWN';
CREATE INDEX mutation_lease_ix ON mutation (lease_until) WHERE state IN ('RECEIVED', 'SENDING');
-- Lists of callers, and which types other rows made.
CREATE INDEX mutation_newest_ix ON mutation (received_at DESC, id);
CREATE INDEX mutation_type_ix ON mutation (chain_id, type_id) WHERE operation = 'CREATE';
CREATE INDEX mutation_finished_ix ON mutation (finished_at) WHERE finished_at IS NOT NULL;

COMMENT ON TABLE mutation IS 'The ledger: one row per change that a caller asked for, whatever became of it.';
COMMENT ON COLUMN mutation.type_id IS 'The type that is changed; of a create, once it is known, the type that it made.';
COMMENT ON COLUMN mutation.key IS 'The caller''s Idempotency-Key; the row''s id where none was given.';
COMMENT ON COLUMN mutation.fingerprint IS 'Lower-case hex SHA-256 of what was asked for: the same key with another one is refused.';
COMMENT ON COLUMN mutation.slot IS 'What only one open row may be about: create and the title''s hash, or kind and id.';
COMMENT ON COLUMN mutation.request IS 'The body as it is sent upstream; of an archive the wanted state.';
COMMENT ON COLUMN mutation.lease_until IS 'By then whoever serves the row has an answer, or the row is swept.';
COMMENT ON COLUMN mutation.known_ids IS 'Of a create: types of this title that were there right before it was sent.';
COMMENT ON COLUMN mutation.known_generation IS 'The chain''s generation then: what the mirror had was there before.';
COMMENT ON COLUMN mutation.before_hash IS 'Of an update: the definition''s hash right before it was sent.';
COMMENT ON COLUMN mutation.unknown_at IS 'Since when nobody knows the outcome.';
COMMENT ON COLUMN mutation.status IS 'The HTTP status that the caller was told, for a repeat with the same key.';
COMMENT ON COLUMN mutation.answer IS 'Of a success data, of a refusal meta of the envelope, as JSON.';
COMMENT ON COLUMN mutation.generation IS 'The chain''s generation from which the change can be read, epoch.number.';

CREATE TABLE mutation_attempt (
    mutation_id uuid        NOT NULL,
    attempt     integer     NOT NULL,
    begun_at    timestamptz NOT NULL,
    sent_at     timestamptz,
    ended_at    timestamptz,
    outcome     text,
    message     text,
    requests    integer,
    CONSTRAINT mutation_attempt_pk PRIMARY KEY (mutation_id, attempt)
);
COMMENT ON TABLE mutation_attempt IS 'Each time that a mutation was tried: by its caller, or again with the same key.';
COMMENT ON COLUMN mutation_attempt.sent_at IS 'When the change itself may have left, at the earliest.';
COMMENT ON COLUMN mutation_attempt.requests IS 'Requests to Altegio, those that only looked included.';
