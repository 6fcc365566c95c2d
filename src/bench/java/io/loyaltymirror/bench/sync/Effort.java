package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.machine.ProcessFigures;
import java.sql.SQLException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run took, all in seconds.
 *
 * @param wall from its begin to its end
 * @param altegio processor time of the stand-in
 * @param service processor time of the service
 * @param postgres processor time of PostgreSQL
 * @param statements how long PostgreSQL was executing statements, those that did so at the same time counted each
 */
record Effort(double wall, double altegio, double service, double postgres, double statements) {

    /** An idle connection tells what it did after so long at the latest (10 s in PostgreSQL's source). */
    private static final long TOLD_MILLIS = 10_500;

    private static final String STATEMENTS =
            "SELECT active_time FROM pg_stat_database WHERE datname = current_database()";

    /** Gives how long it took, in seconds, as the service counts it. */
    interface Work {
        double seconds() throws Exception;
    }

    static Effort of(Site site, Work work) throws Exception {
        double statements = statements(site);
        double altegio = ProcessFigures.treeCpuSeconds(site.altegio().pid());
        double service = site.service().cpuSeconds();
        double postgres = site.database().cpuSeconds();
        double wall = work.seconds();
        altegio = ProcessFigures.treeCpuSeconds(site.altegio().pid()) - altegio;
        service = site.service().cpuSeconds() - service;
        postgres = site.database().cpuSeconds() - postgres;
        return new Effort(wall, altegio, service, postgres, statements(site) - statements);
    }

    private static double statements(Site site) throws SQLException, InterruptedException {
        awaitTold();
        return Double.parseDouble(site.database().text(STATEMENTS)) / 1e3;
    }

    /** Until PostgreSQL's counters have everything that was done before. */
    static void awaitTold() throws InterruptedException {
        Thread.sleep(TOLD_MILLIS);
    }

    /** The median of each. */
    static Effort median(List<Effort> efforts) {
        return new Effort(
                median(efforts, Effort::wall),
                median(efforts, Effort::altegio),
                median(efforts, Effort::service),
                median(efforts, Effort::postgres),
                median(efforts, Effort::statements));
    }

    private static double median(List<Effort> efforts, ToDoubleFunction<Effort> part) {
        return Numbers.median(efforts.stream().map(part::applyAsDouble).toList());
    }
}
