-- What a next version may do to the schema while this one runs: see src/docs/upgrades.md.
SET lock_timeout = '2s';
ALTER TABLE certificate_type ADD COLUMN next_note text;
ALTER TABLE membership_type ADD COLUMN next_count integer DEFAULT 0;
ALTER TABLE chain ADD COLUMN next_flag boolean NOT NULL DEFAULT false;
ALTER TABLE sync_run ADD COLUMN next_note text;
ALTER TABLE mutation ADD COLUMN next_note text;
ALTER TABLE change ADD COLUMN next_note text;
ALTER TABLE mutation DROP CONSTRAINT mutation_operation_ck,
    ADD CONSTRAINT mutation_operation_ck CHECK (operation IN ('CREATE', 'UPDATE', 'DELETE', 'ARCHIVE', 'COPY')) NOT VALID;
ALTER TABLE mutation VALIDATE CONSTRAINT mutation_operation_ck;
CREATE TABLE next_table (id bigint PRIMARY KEY);
CREATE FUNCTION next_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';
