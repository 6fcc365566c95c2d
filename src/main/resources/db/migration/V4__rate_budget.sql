-- The requests that upstream allows to one address, for all processes that leave by it. A process takes a permit here
-- for each request, up to a second ahead of the permit's time, and tells afterwards when the request left.
--
-- One bigint holds one permit, so that taking or settling one changes 8 bytes of the row and writes as little WAL:
--     bits 12.. : its time, in milliseconds since 1970; the request leaves then, or a little later
--     bits 1-11 : how much later at most, in milliseconds; a bound at first, less once the process told
--     bit  0    : 1 for a scan's, 0 for an interactive one
-- 0 is no permit. The order in the array means nothing.

CREATE TABLE rate_budget (
    egress      text        NOT NULL,
    permits     bigint[]    NOT NULL,
    pause_until timestamptz NOT NULL DEFAULT '-infinity',
    CONSTRAINT rate_budget_pk PRIMARY KEY (egress)
) WITH (fillfactor = 20);
-- Inline: 200 permits are 1.6 kB and stay as they are; of more the row would be kept in pieces, and written twice a permit.
ALTER TABLE rate_budget ALTER COLUMN permits SET STORAGE MAIN;
COMMENT ON TABLE rate_budget IS 'One row per egress address: the permits of its last minute. Logged, because 200 more could leave in the same minute after a crash that empties it. A page a row (fillfactor), so that each update is HOT.';
COMMENT ON COLUMN rate_budget.permits IS 'The latest permits, as many as may be taken in a minute; see the migration for their form.';
COMMENT ON COLUMN rate_budget.pause_until IS 'Upstream refused the volume: no permit before this time.';

-- Milliseconds since 1970, rounded up: no permit is early by a fraction.
CREATE FUNCTION public.mirror_millis(at timestamptz) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ceil(extract(epoch FROM at) * 1000)::bigint $$;

-- The latest time that a permit was taken for.
CREATE FUNCTION public.mirror_permit_last(permits bigint[]) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT max(permit) >> 12 FROM unnest(permits) AS permit $$;

-- When a permit's request has left at the latest, as far as is known.
CREATE FUNCTION public.mirror_permit_left_by(permit bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT (permit >> 12) + ((permit >> 1) & 2047) $$;

-- The slot of the permit that left longest ago.
CREATE FUNCTION public.mirror_permit_slot(permits bigint[]) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT slot::integer FROM unnest(permits) WITH ORDINALITY AS each (permit, slot)
         ORDER BY public.mirror_permit_left_by(permit), slot LIMIT 1
    $$;

-- The earliest time of the next permit, in milliseconds since 1970. Upstream's windows slide, so every one of them is
-- looked at: of any six requests the one with the last permit has a first before it that left 1.02 s earlier or more,
-- because that is what its permit waited for; and of any 201 likewise by 60.05 s. The 20 and the 50 ms are the network's,
-- since what the process itself is late by is in mirror_permit_left_by. (A token bucket lets through its whole burst and
-- the refill within one window: 9 in a second and 304 in a minute were measured, for limits of 5 and 200.)
CREATE FUNCTION public.mirror_permit_earliest(
        permits bigint[], pause_until timestamptz, per_second integer, per_minute integer, reserve integer, scan boolean)
    RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        WITH latest AS (
            SELECT permit, public.mirror_permit_left_by(permit) AS left_by FROM unnest(permits) AS permit WHERE permit > 0)
        SELECT greatest(
            -- Even spacing, and no two of the same millisecond: a permit's time is what it is known by.
            public.mirror_permit_last(permits) + CASE per_second WHEN 0 THEN 1 ELSE ceil(1020.0 / per_second) END,
            (SELECT left_by + 1020 FROM latest WHERE per_second > 0
              ORDER BY left_by DESC OFFSET greatest(per_second - 1, 0) LIMIT 1),
            (SELECT left_by + 60050 FROM latest WHERE per_minute > 0
              ORDER BY left_by DESC OFFSET greatest(per_minute - 1, 0) LIMIT 1),
            -- The reserve: scans leave a part of each minute to interactive requests.
            (SELECT left_by + 60050 FROM latest WHERE scan AND per_minute > 0 AND permit & 1 = 1
              ORDER BY left_by DESC OFFSET greatest(per_minute - reserve - 1, 0) LIMIT 1),
            CASE WHEN pause_until > '-infinity' THEN public.mirror_millis(pause_until) END,
            0)::bigint
    $$;

-- Takes the next permit if its time is near, else tells when to ask again. The row is locked only where a permit is taken,
-- and read again then; one that is too far off is merely looked at.
--
-- How near decides who goes first where several wait: an interactive request reaches a whole second ahead, and a scan the
-- further, the longer its process has waited, so that a process far from the database gets its share too. No scan
-- reaches so far that an interactive request, which comes behind what is taken already, would wait a second.
--
-- @param late   milliseconds that the request may leave after its permit's time, at most 2047
-- @param waited milliseconds that the process has waited for this one
-- @param p_now  for tests alone: NULL is the server's clock, which is not mirror_now(), since tests move that
-- @out permit   what was taken, to be settled by this number; NULL: nothing
-- @out now      what time it is here, in milliseconds since 1970
-- @out due      milliseconds from now to the permit's time, or until one can be had
-- @out seen_at  mirror_now() at the permit's time: whatever upstream answers to it was true then or later
CREATE FUNCTION public.mirror_permit(
        p_egress text, per_second integer, per_minute integer, reserve integer, scan boolean, late integer, waited integer,
        p_now timestamptz DEFAULT NULL,
        OUT permit bigint, OUT now bigint, OUT due integer, OUT seen_at timestamptz)
    LANGUAGE plpgsql VOLATILE
    AS $$
DECLARE
    now_ms bigint;
    ahead  bigint := CASE WHEN scan THEN 400 + least(waited, 1000) / 5 ELSE 1000 END;
    low    bigint := (least(late, 2047) << 1) | scan::integer;
    size   integer := greatest(per_second, per_minute);
BEGIN
    -- First: whatever comes between the two makes the stamp older than the permit, not younger.
    seen_at := public.mirror_now();
    now_ms := public.mirror_millis(coalesce(p_now, clock_timestamp()));
    now := now_ms;
    -- The first time, and where a limit was raised.
    IF NOT EXISTS (SELECT 1 FROM public.rate_budget WHERE egress = p_egress AND cardinality(permits) >= size) THEN
        INSERT INTO public.rate_budget AS budget (egress, permits) VALUES (p_egress, array_fill(0::bigint, ARRAY[size]))
            ON CONFLICT (egress) DO UPDATE
            SET permits = budget.permits || array_fill(0::bigint, ARRAY[greatest(size - cardinality(budget.permits), 0)]);
    END IF;
    -- A permit further ahead than any can be taken: the clock went back, and what was taken goes back with it. By the time
    -- when the row is there, since others may have taken permits while this waited for it.
    UPDATE public.rate_budget AS budget
       SET permits = ARRAY(SELECT greatest(each - ((public.mirror_permit_last(budget.permits)
                                    - public.mirror_millis(coalesce(p_now, clock_timestamp()))) << 12), 0)
                             FROM unnest(budget.permits) AS each),
           pause_until = budget.pause_until - (public.mirror_permit_last(budget.permits)
                             - public.mirror_millis(coalesce(p_now, clock_timestamp()))) * interval '1 ms'
     WHERE egress = p_egress
       AND public.mirror_permit_last(budget.permits) > public.mirror_millis(coalesce(p_now, clock_timestamp())) + 2000;

    UPDATE public.rate_budget AS budget
       SET permits[public.mirror_permit_slot(budget.permits)] = low | (greatest(now_ms, public.mirror_permit_earliest(
               budget.permits, budget.pause_until, per_second, per_minute, reserve, scan)) << 12)
     WHERE egress = p_egress
       AND public.mirror_permit_earliest(
               budget.permits, budget.pause_until, per_second, per_minute, reserve, scan) <= now_ms + ahead
    RETURNING (SELECT max(each) FROM unnest(budget.permits) AS each) INTO permit;
    IF permit IS NULL THEN
        SELECT greatest(public.mirror_permit_earliest(
                   budget.permits, budget.pause_until, per_second, per_minute, reserve, scan) - now_ms - ahead, 1)
          INTO due FROM public.rate_budget AS budget WHERE egress = p_egress;
        seen_at := NULL;
    ELSE
        due := (permit >> 12) - now_ms;
        seen_at := seen_at + due * interval '1 ms';
    END IF;
END
$$;

-- Tells how late a permit's request left at most, in milliseconds; NULL: it did not leave, and its permit is free again.
CREATE FUNCTION public.mirror_permit_settle(p_egress text, permit bigint, late integer) RETURNS void
    LANGUAGE sql VOLATILE
    AS $$
        UPDATE public.rate_budget
           SET permits[array_position(permits, permit)] =
               CASE WHEN late IS NULL THEN 0 ELSE (permit & ~4094::bigint) | (least(late, 2047) << 1) END
         WHERE egress = p_egress AND permit = ANY (permits)
    $$;

-- Upstream refuses the volume: no permit for anybody until so many milliseconds from now.
CREATE FUNCTION public.mirror_permit_pause(p_egress text, wait bigint, p_now timestamptz DEFAULT NULL) RETURNS void
    LANGUAGE sql VOLATILE
    AS $$
        UPDATE public.rate_budget
           SET pause_until = greatest(pause_until, coalesce(p_now, clock_timestamp()) + wait * interval '1 ms')
         WHERE egress = p_egress
    $$;
