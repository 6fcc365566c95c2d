package io.loyaltymirror.bench;

/** One question about the service that a measurement answers. */
public interface Workload {

    /** As the command names it, {@code W5}. */
    String id();

    /** What is wanted, in one sentence. */
    String goal();

    /**
     * Measures.
     *
     * @throws Exception whatever went wrong: a measurement with errors in it gives no table
     */
    Table run(Bench.Settings settings) throws Exception;
}
