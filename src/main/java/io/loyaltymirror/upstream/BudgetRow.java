package io.loyaltymirror.upstream;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** The row of the database that all processes behind one address share. The rules are in the migration, as functions. */
@ApplicationScoped
class BudgetRow {

    /** An answer takes milliseconds; a database that thinks for longer is as good as away. */
    private static final Duration ANSWERS = Duration.ofSeconds(2);

    private static final String TAKE =
            "SELECT permit, now, due, seen_at FROM mirror_permit($1, $2, $3, $4, $5, $6, $7)";
    private static final String SETTLE = "SELECT mirror_permit_settle($1, $2, $3)";
    private static final String PAUSE = "SELECT mirror_permit_pause($1, $2)";

    private static final String RESCAN = "SELECT mirror_rescan($1, $2, $3) AS taken";

    private final Pool pool;
    private final UpstreamConfig.Rate rate;

    @Inject
    BudgetRow(Pool pool, UpstreamConfig config) {
        this(pool, config.rate());
    }

    BudgetRow(Pool pool, UpstreamConfig.Rate rate) {
        this.pool = pool;
        this.rate = rate;
    }

    boolean isUnlimited() {
        return rate.perSecond() == 0 && rate.perMinute() == 0;
    }

    /**
     * Takes the next permit, if its time is near.
     *
     * @param late milliseconds after its time that the request may leave
     * @param waited milliseconds that this process has waited for one
     */
    Uni<Offer> take(Traffic traffic, long late, long waited) {
        Tuple asked = Tuple.of(rate.egress(), rate.perSecond(), rate.perMinute(), rate.reserve())
                .addBoolean(traffic == Traffic.SCAN)
                .addInteger((int) late)
                .addInteger((int) Math.min(waited, Integer.MAX_VALUE));
        return ask(TAKE, asked).map(BudgetRow::offer);
    }

    private static Offer offer(Row row) {
        Optional<Instant> at =
                Optional.ofNullable(row.getOffsetDateTime("seen_at")).map(OffsetDateTime::toInstant);
        Optional<Long> permit = Optional.ofNullable(row.getLong("permit"));
        return new Offer(permit, row.getLong("now"), row.getInteger("due"), at.orElse(null));
    }

    /** The request of this permit has left, at most so many milliseconds late. */
    void left(long permit, int late) {
        tell(SETTLE, Tuple.of(rate.egress(), permit, late));
    }

    /** No request left with this permit, and none will. */
    void giveBack(long permit) {
        tell(SETTLE, Tuple.of(rate.egress(), permit, null));
    }

    /** Nobody gets a permit for so long. */
    void pause(Duration wait) {
        tell(PAUSE, Tuple.of(rate.egress(), wait.toMillis()));
    }

    /** Takes the pages of a list that is to be read again, if any are left of the part that rescans may use. */
    Uni<Boolean> takeRescan(int pages) {
        return isUnlimited()
                ? Uni.createFrom().item(true)
                : ask(RESCAN, Tuple.of(rate.egress(), pages, scansPerMinute())).map(row -> row.getBoolean("taken"));
    }

    /** How many requests scans may send in a minute, by the tighter of both limits; 0 is no limit. */
    int scansPerMinute() {
        int byMinute = Math.max(0, rate.perMinute() - rate.reserve());
        int bySecond = rate.perSecond() * 60;
        return byMinute == 0 || bySecond == 0 ? Math.max(byMinute, bySecond) : Math.min(byMinute, bySecond);
    }

    /** Nobody waits: a permit that the database hears no more of counts as used late, which costs a little of the budget. */
    private void tell(String function, Tuple parameters) {
        ask(function, parameters)
                .subscribe()
                .with(_ -> {}, failure -> Log.warnf("The rate budget was not told: %s", failure.getMessage()));
    }

    private Uni<Row> ask(String function, Tuple parameters) {
        return pool.preparedQuery(function)
                .execute(parameters)
                .map(rows -> rows.iterator().next())
                .ifNoItem()
                .after(ANSWERS)
                .failWith(() -> new TimeoutException("no answer within " + ANSWERS));
    }

    /**
     * @param permit its number; empty where it is too far ahead
     * @param now the database's clock, in milliseconds
     * @param due milliseconds from now to its time, or until it is near enough to be taken
     * @param at {@code mirror_now()} of its time
     */
    record Offer(Optional<Long> permit, long now, int due, Instant at) {}
}
