-- What operators did: who, what, when, why, and what came of it.
CREATE TABLE audit (
    id       bigint      GENERATED ALWAYS AS IDENTITY,
    at       timestamptz NOT NULL,
    caller   text        NOT NULL,
    action   text        NOT NULL,
    target   text        NOT NULL,
    chain_id bigint,
    reason   text,
    status   integer,
    CONSTRAINT audit_pk PRIMARY KEY (id),
    CONSTRAINT audit_status_ck CHECK (status BETWEEN 100 AND 599)
);
-- Of one chain, newest first; and what is old is deleted by this.
CREATE INDEX audit_chain_ix ON audit (chain_id, id);
CREATE INDEX audit_at_ix ON audit (at);

COMMENT ON TABLE audit IS 'What operators asked for, written down before it is done.';
COMMENT ON COLUMN audit.caller IS 'The name of the key that was used.';
COMMENT ON COLUMN audit.target IS 'What it was done to: chain 7, run 12, mutation <id>.';
COMMENT ON COLUMN audit.chain_id IS 'The chain that it is about, where it is about one.';
COMMENT ON COLUMN audit.reason IS 'Why, in the words of who asked; null where nothing was said.';
COMMENT ON COLUMN audit.status IS 'The HTTP status of the answer; null while there is none, and where its process did not live to see it.';
