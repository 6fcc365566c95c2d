-- Whoever holds a chain in memory hears what became of it, whoever changed it and with whichever version of the service.
-- One notification a transaction: PostgreSQL folds equal ones, and at the commit both triggers say the same.

-- Publications lock a kind's row and then the chain's, and so does this; it waits for none of them long, and is tried again.
SET LOCAL lock_timeout = '2s';
LOCK TABLE chain_kind, chain IN SHARE ROW EXCLUSIVE MODE;

CREATE FUNCTION public.mirror_tell(told bigint) RETURNS void LANGUAGE sql VOLATILE AS $$
    SELECT pg_notify('mirror_published', coalesce(
        (SELECT concat_ws(' ', chain.id, chain.epoch, chain.generation,
                CASE WHEN chain.removed_at IS NULL THEN 'served' ELSE 'removed' END,
                coalesce(string_agg(known.kind || '=' || (extract(epoch FROM known.as_of) * 1000000)::bigint, ' '
                                    ORDER BY known.kind), ''))
           FROM public.chain
           LEFT JOIN public.chain_kind AS known ON known.chain_id = chain.id AND known.as_of IS NOT NULL
          WHERE chain.id = told
          GROUP BY chain.id),
        told::text))
$$;
COMMENT ON FUNCTION public.mirror_tell IS 'Tells who listens to mirror_published how a chain stands: id, epoch, generation, served or removed, and of each kind that was completely read the begin of the newest scan in microseconds; the id alone of one that is not there.';

CREATE FUNCTION public.mirror_chain_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.mirror_tell(OLD.id);
    RETURN NULL;
END $$;

CREATE FUNCTION public.mirror_kind_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.mirror_tell(OLD.chain_id);
    RETURN NULL;
END $$;

-- At the commit, so that what is told is what is committed. Leases and fences change a chain's row often and tell nothing.
CREATE CONSTRAINT TRIGGER chain_is_told AFTER UPDATE OF epoch, generation, removed_at ON chain
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.epoch, OLD.generation, OLD.removed_at) IS DISTINCT FROM (NEW.epoch, NEW.generation, NEW.removed_at))
    EXECUTE FUNCTION public.mirror_chain_changed();

CREATE CONSTRAINT TRIGGER chain_kind_is_told AFTER UPDATE OF as_of ON chain_kind
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.as_of IS DISTINCT FROM NEW.as_of)
    EXECUTE FUNCTION public.mirror_kind_changed();

-- Not the service: somebody who mends by hand.
CREATE CONSTRAINT TRIGGER chain_is_gone AFTER DELETE ON chain
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION public.mirror_chain_changed();
