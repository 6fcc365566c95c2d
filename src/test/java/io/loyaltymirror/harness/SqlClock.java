package io.loyaltymirror.harness;

import java.time.Duration;

/** The service's "now", which all of its SQL takes from one function, moved ahead. It never goes back. */
public record SqlClock(EmbeddedDatabase database) {

    public void advance(Duration time) {
        long ahead = database.number(
                "SELECT round(extract(epoch FROM public.mirror_now() - clock_timestamp()) * 1000)::bigint");
        database.execute("CREATE OR REPLACE FUNCTION public.mirror_now() RETURNS timestamptz LANGUAGE sql VOLATILE"
                + " AS $$ SELECT clock_timestamp() + interval '" + (ahead + time.toMillis()) + " ms' $$");
    }
}
