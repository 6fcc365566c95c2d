-- A hundred chains of a thousand types, each chain with ten thousand changes over a year, by the clock of this machine.
SET synchronous_commit = off;

INSERT INTO chain (id, title, generation) SELECT 706000 + i, 'Chain ' || i, 10000 FROM generate_series(1, 100) AS i;
INSERT INTO chain_kind (chain_id, kind, as_of, next_due_at)
SELECT id, kind, now() - interval '2 minutes', now() FROM chain, unnest('{certificate_type,membership_type}'::text[]) AS kind;

INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version, observed_at, generation)
SELECT chain.id, 289000 + i,
       jsonb_build_object('id', 289000 + i, 'title', 'Certificate type ' || i, 'balance', 100 * (i % 50), 'weight', i % 7,
           'item_type_id', i % 5, 'item_type', jsonb_build_object('id', i % 5, 'title', 'Words of ' || i % 5),
           'expiration_type_id', i % 3, 'is_archived', i % 10 = 0, 'released_total', i, 'online_sale_price', i,
           'salon_ids', jsonb_build_array(720440 + i % 3), 'online_sale_description', repeat('d', 200)),
       'certificate type ' || i, '', '', 1, now(), 10000
  FROM chain, generate_series(1, 700) AS i;
INSERT INTO membership_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version, observed_at, generation)
SELECT chain.id, 15000 + i,
       jsonb_build_object('id', 15000 + i, 'title', 'Membership type ' || i, 'cost', 100 * (i % 50), 'weight', i % 7,
           'is_archived', i % 10 = 0, 'abonements_count', i, 'attached_salon_ids', jsonb_build_array(720440 + i % 3)),
       'membership type ' || i, '', '', 1, now(), 10000
  FROM chain, generate_series(1, 300) AS i;

INSERT INTO change (chain_id, generation, seq, kind, id, op, fields, body, cause, at)
SELECT chain.id, g, 0,
       CASE WHEN g % 10 < 7 THEN 'certificate_type' ELSE 'membership_type' END,
       CASE WHEN g % 10 < 7 THEN 289001 + (g * 7) % 700 ELSE 15001 + (g * 7) % 300 END,
       CASE WHEN g <= 1000 THEN 'CREATED' WHEN g % 6 = 0 THEN 'CHANGED' ELSE 'ISSUED' END, '{released_total}',
       CASE WHEN g <= 1000 OR g % 6 = 0
            THEN jsonb_build_object('id', g, 'title', 'Title ' || g % 100, 'balance', 100 * (g % 50), 'cost', 100 * (g % 50),
                     'is_archived', g % 10 = 0, 'online_sale_price', g % 40, 'salon_ids', jsonb_build_array(720440 + g % 3),
                     'online_sale_description', repeat('d', 200))
            ELSE jsonb_build_object('released_total', g) END,
       'scan', '2026-11-30T12:00:00Z'::timestamptz - (10000 - g) * interval '52 minutes'
  FROM chain, generate_series(1, 10000) AS g;
INSERT INTO change_base (chain_id, kind, id, generation, seq, op, fields, body, cause, at, until_generation, until_seq)
SELECT chain_id, 'certificate_type', id, 0, 0, 'CREATED', '{}', body, 'scan', '2025-01-01T00:00:00Z', 0, 0 FROM certificate_type;

INSERT INTO issuance (chain_id, kind, type_id, day, total, issued, fell, since, at)
SELECT chain_id, 'certificate_type', id, day::date, 10, 2, 0, day, day + interval '12 hours'
  FROM certificate_type,
       generate_series('2026-11-01T00:00:00Z'::timestamptz - (id % 9) * interval '1 day', '2026-11-30T00:00:00Z', '3 days') AS day;

INSERT INTO sync_run (chain_id, kind, started_at, finished_at, outcome)
SELECT id, kind, now() - i * interval '40 minutes', now() - i * interval '40 minutes' + interval '3 seconds',
       CASE WHEN i % 50 = 0 THEN 'FAILED' ELSE 'COMPLETE' END
  FROM chain, unnest('{certificate_type,membership_type}'::text[]) AS kind, generate_series(1, 500) AS i;

INSERT INTO mutation (id, chain_id, kind, operation, caller, key, fingerprint, slot, request, state, received_at, lease_until, finished_at)
SELECT gen_random_uuid(), chain.id, 'certificate_type', 'CREATE', 'till', 'key ' || chain.id || ' ' || i, '', 'slot ' || i, '{}', 'SUCCEEDED',
       now() - i * interval '3 hours', now(), now() - i * interval '3 hours' + interval '800 ms'
  FROM chain, generate_series(1, 100) AS i;

ANALYZE;
