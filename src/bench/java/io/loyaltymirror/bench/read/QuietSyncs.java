package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.MadeUpstream;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Processor time of syncs of which nothing changed, by the size of the chain. */
record QuietSyncs(Artifact artifact, ServiceProcess service, Database database, Bench.Settings settings) {

    /** The system counts hundredths of a second, so small chains are read again and again. */
    private static final int LEAST_ROWS = 20_000;

    private static final int WARM_UP_ROWS = 100_000;

    /** A chain of more is read once: its rows are enough for a mean. */
    private static final int MANY_ROWS = 500_000;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** The service remembers id and hash of each row of a run: about 250 bytes, which a million times exceed 256 MB. */
    private static final String HEAP = "-Xmx1g";

    /** Microseconds a row. */
    private record Work(int types, double service, double postgres) {}

    static ServiceProcess.Start start(MadeUpstream upstream) {
        return new ServiceProcess.Start(List.of(HEAP), Map.of(), List.of())
                .with("MIRROR_UPSTREAM_URL", upstream.url())
                .with("MIRROR_UPSTREAM_RATE_PER_SECOND", "0")
                .with("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0")
                .with("MIRROR_UPSTREAM_RATE_RESERVE", "0")
                .with("MIRROR_UPSTREAM_TIMEOUT", "60s")
                .with("MIRROR_DATABASE_SILENCE", "10m")
                .with("MIRROR_SNAPSHOTS_MAX_BYTES", "0")
                .with("MIRROR_SYNC_EVERY", "24h")
                .with("MIRROR_SYNC_TICK", "1s");
    }

    void measure(Map<Long, Integer> chains, TableDraft draft) throws Exception {
        long smallest = chains.keySet().iterator().next();
        for (int rows = 0; rows < (settings.quick() ? LEAST_ROWS : WARM_UP_ROWS); rows += chains.get(smallest)) {
            Runs.read(service, smallest, PATIENCE);
        }
        Machine.Watch watch = Machine.watch();
        List<Work> works = new ArrayList<>();
        for (Map.Entry<Long, Integer> chain : chains.entrySet()) {
            try {
                works.add(median(chain.getKey(), chain.getValue()));
                System.out.println("  sync " + artifact + " " + works.getLast());
            } catch (IllegalStateException e) {
                // What is known of smaller chains is worth to be kept.
                e.printStackTrace();
                draft.verdict(
                        "%s: a chain of %,d types is read to its end".formatted(artifact, chain.getValue()), false);
            }
        }
        draft.machine(artifact + ", syncs: " + watch.end());
        judge("the service", works, Work::service, draft);
        judge("PostgreSQL", works, Work::postgres, draft);
        if (database.number("SELECT max(generation) FROM chain") != 1) {
            throw new IllegalStateException("nothing should have changed");
        }
    }

    private Work median(long chain, int types) throws InterruptedException, SQLException {
        List<Work> works = new ArrayList<>();
        int rounds = types > MANY_ROWS ? 1 : settings.rounds();
        for (int round = 0; round < rounds; round++) {
            works.add(once(chain, types));
        }
        return new Work(
                types,
                Numbers.median(works.stream().map(Work::service).toList()),
                Numbers.median(works.stream().map(Work::postgres).toList()));
    }

    private Work once(long chain, int types) throws InterruptedException {
        int runs = Math.ceilDiv(LEAST_ROWS, types);
        double ours = service.cpuSeconds();
        double theirs = database.cpuSeconds();
        for (int run = 0; run < runs; run++) {
            Runs.read(service, chain, PATIENCE);
        }
        double micros = 1e6 / ((double) runs * types);
        return new Work(types, (service.cpuSeconds() - ours) * micros, (database.cpuSeconds() - theirs) * micros);
    }

    /** Against the cheapest, since what a run costs beside its rows makes those of the smallest chains dear. */
    private void judge(String who, List<Work> works, ToDoubleFunction<Work> part, TableDraft draft) {
        List<Work> smaller = works.subList(0, works.size() - 1);
        double cheapest = smaller.stream().mapToDouble(part).min().orElseThrow();
        double ratio = part.applyAsDouble(works.getLast()) / cheapest;
        String figures = works.stream()
                .map(work -> "%,d: %s".formatted(work.types(), Numbers.figure(part.applyAsDouble(work))))
                .reduce((all, more) -> all + ", " + more)
                .orElseThrow();
        String what = "%s: resync, processor time of %s a row, most types × cheapest (microseconds by types: %s)"
                .formatted(artifact, who, figures);
        Goals.atMost(draft, what, ratio, Growth.MOST);
        draft.summary(artifact.toString(), "resync, CPU of %s a row: %s ×".formatted(who, Numbers.ratio(ratio)));
    }
}
