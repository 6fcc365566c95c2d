-- Lists that moved while they were read are read again, but a chain that people edit all day must not take the permits of
-- the others: that may use a fifth of the scans' share, by all processes of an address together.

ALTER TABLE rate_budget ADD COLUMN rescan_pages double precision NOT NULL DEFAULT 0;
ALTER TABLE rate_budget ADD COLUMN rescans_at timestamptz NOT NULL DEFAULT 'epoch';
COMMENT ON COLUMN rate_budget.rescan_pages IS 'Pages that could be read again at rescans_at; below 0 after a list longer than what was left.';
COMMENT ON COLUMN rate_budget.rescans_at IS 'When rescan_pages was reckoned.';

-- Takes the pages of one list that is to be read again, if anything is left: a long list takes from what comes later. What
-- was not used is good for ten minutes.
--
-- @param share requests a minute that scans may send
-- @param p_now for tests alone: NULL is the server's clock
CREATE FUNCTION public.mirror_rescan(p_egress text, pages integer, share integer, p_now timestamptz DEFAULT NULL)
    RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    AS $$
DECLARE
    per_minute double precision := share / 5.0;
    here       timestamptz;
    remaining  double precision;
BEGIN
    INSERT INTO public.rate_budget (egress, permits) VALUES (p_egress, '{}') ON CONFLICT (egress) DO NOTHING;
    PERFORM FROM public.rate_budget WHERE egress = p_egress FOR NO KEY UPDATE;
    here := coalesce(p_now, clock_timestamp());
    -- A clock that went back adds nothing.
    SELECT least(10 * per_minute, rescan_pages + per_minute * greatest(extract(epoch FROM here - rescans_at) / 60, 0))
      INTO remaining FROM public.rate_budget WHERE egress = p_egress;
    UPDATE public.rate_budget
       SET rescan_pages = remaining - CASE WHEN remaining > 0 THEN pages ELSE 0 END, rescans_at = here
     WHERE egress = p_egress;
    RETURN remaining > 0;
END
$$;
