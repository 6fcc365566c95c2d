package io.loyaltymirror.bench;

import io.loyaltymirror.bench.machine.Tool;
import java.util.Set;

/** One question about the service that a measurement answers. */
public interface Workload {

    /** As the command names it, {@code W5}. */
    String id();

    /** What is wanted, in one sentence. */
    String goal();

    /** What it asks or compares with, beside the service and PostgreSQL. */
    default Set<Tool> tools() {
        return Set.of();
    }

    /**
     * Measures.
     *
     * @throws Exception whatever went wrong: a measurement with errors in it gives no table
     */
    Table run(Bench.Settings settings) throws Exception;
}
