-- How many types are suspected to be gone is asked for every few seconds; without these each look would read all bodies.
CREATE INDEX certificate_type_suspect ON certificate_type (chain_id) WHERE state = 'SUSPECT';
CREATE INDEX membership_type_suspect ON membership_type (chain_id) WHERE state = 'SUSPECT';
