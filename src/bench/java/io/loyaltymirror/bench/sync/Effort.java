package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.machine.ProcessFigures;
import io.loyaltymirror.bench.subject.Database;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What some work took, in seconds. Processor time is that of all processes of PostgreSQL, its writers in the background
 * too, from a moment before the work to one after it: the same for whoever made PostgreSQL work.
 *
 * @param rows that were read or written
 * @param wall from its begin to its end
 * @param postgres processor time of PostgreSQL
 * @param service processor time of the service; 0 where it had no part in it
 * @param altegio processor time of the stand-in; likewise
 */
record Effort(int rows, double wall, double postgres, double service, double altegio) {

    /** PostgreSQL's log writer is at most 0.2 s behind, and what came before must not count. */
    private static final long AFTERWARDS_MILLIS = 500;

    /** Gives how long it took, in seconds, as whoever did it counts. */
    interface Work {
        double seconds() throws Exception;
    }

    /** Work of others. Connections stay open meanwhile: an ended process is counted nowhere for a moment. */
    static Effort of(Database database, int rows, Work work) throws Exception {
        Thread.sleep(AFTERWARDS_MILLIS);
        double before = database.cpuSeconds();
        double wall = work.seconds();
        Thread.sleep(AFTERWARDS_MILLIS);
        return new Effort(rows, wall, database.cpuSeconds() - before, 0, 0);
    }

    /** Work of the service. */
    static Effort of(Deployment deployment, int rows, Work work) throws Exception {
        double service = deployment.service().cpuSeconds();
        double altegio = ProcessFigures.treeCpuSeconds(deployment.altegio().pid());
        Effort effort = of(deployment.database(), rows, work);
        return new Effort(
                rows,
                effort.wall,
                effort.postgres,
                deployment.service().cpuSeconds() - service,
                ProcessFigures.treeCpuSeconds(deployment.altegio().pid()) - altegio);
    }

    double rowsPerSecond() {
        return rows / wall;
    }

    double rowsPerPostgresSecond() {
        return rows / postgres;
    }

    /** Milliseconds for 1,000 rows of one of these times. */
    double millis(ToDoubleFunction<Effort> part) {
        return part.applyAsDouble(this) * 1e6 / rows;
    }

    /** The median of each. */
    static Effort median(List<Effort> efforts) {
        return new Effort(
                efforts.getFirst().rows(),
                median(efforts, Effort::wall),
                median(efforts, Effort::postgres),
                median(efforts, Effort::service),
                median(efforts, Effort::altegio));
    }

    private static double median(List<Effort> efforts, ToDoubleFunction<Effort> part) {
        return Numbers.median(efforts.stream().map(part::applyAsDouble).toList());
    }
}
