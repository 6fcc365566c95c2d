package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.MadeUpstream;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chains of 1,000 to a million types beside each other in one database. Small ones are held in memory and large ones are
 * not, so the smallest and the largest are read once more by a service that holds nothing.
 */
final class GrowthByTypes implements AutoCloseable {

    private static final long FIRST = 710_001;

    /** Few: a list of a million takes long, and what is still under way when wrk ends is in the way of the next. */
    private static final int CONNECTIONS = 8;

    private static final String HOLDING = "snapshots as by default";
    private static final String NOT_HOLDING = "no snapshots";

    private final Map<Long, Integer> chains = new LinkedHashMap<>();
    private final Bench.Settings settings;
    private final Database database;

    GrowthByTypes(Bench.Settings settings) throws IOException, SQLException {
        this.settings = settings;
        List<Integer> sizes =
                settings.quick() ? List.of(1_000, 10_000, 100_000) : List.of(1_000, 10_000, 100_000, 1_000_000);
        sizes.forEach(types -> chains.put(FIRST + chains.size(), types));
        database = Database.start();
        boolean filled = false;
        try {
            for (Map.Entry<Long, Integer> chain : chains.entrySet()) {
                new Rows(chain.getKey(), 1, chain.getValue()).into(database);
            }
            filled = true;
        } finally {
            if (!filled) {
                close();
            }
        }
    }

    private static String named(String path, int types, String how) {
        return "%s, %,d types in a chain, %s".formatted(path, types, how);
    }

    List<Plot.Series> measure(Artifact artifact, TableDraft draft) throws Exception {
        try (Servers servers = new Servers(database)) {
            ServiceProcess.Start usual = ServiceProcess.Start.usual();
            ServiceProcess holding = servers.add(ServiceProcess.start(artifact, database, usual));
            ServiceProcess notHolding = servers.add(
                    ServiceProcess.start(artifact, database, usual.with("MIRROR_SNAPSHOTS_MAX_BYTES", "0")));
            List<Contestant> contestants = new ArrayList<>();
            for (long chain : chains.keySet()) {
                contestants.addAll(contestants(holding, chain, HOLDING));
            }
            for (long chain : List.of(FIRST, FIRST + chains.size() - 1)) {
                contestants.addAll(contestants(notHolding, chain, NOT_HOLDING));
            }
            Rounds rounds = Rounds.of(contestants, named("by id", 1_000, HOLDING), settings);
            draft.machine(artifact + ", by types: " + rounds.machine());
            rows(artifact, rounds, draft);
            judge(artifact, rounds, draft);
            return List.of(line(artifact, "by id", rounds), line(artifact, "list", rounds));
        }
    }

    private List<Contestant> contestants(ServiceProcess service, long chain, String how) throws Exception {
        String byId = Rows.single(chain, 42);
        String list = Rows.list(chain, "");
        service.awaitServed(byId);
        return List.of(
                contestant(service, byId, named("by id", chains.get(chain), how)),
                contestant(service, list, named("list", chains.get(chain), how)));
    }

    private static Contestant contestant(ServiceProcess service, String path, String name) {
        return Wrk.of(service.url(path)).connections(CONNECTIONS).named(name);
    }

    private void rows(Artifact artifact, Rounds rounds, TableDraft draft) {
        for (String how : List.of(HOLDING, NOT_HOLDING)) {
            for (int types : chains.values()) {
                if (rounds.has(named("list", types, how))) {
                    draft.row(
                            artifact.toString(),
                            "one chain, " + how,
                            "%,d".formatted(types),
                            Numbers.figure(rounds.median(named("by id", types, how))),
                            Numbers.figure(rounds.median(named("list", types, how))),
                            "",
                            "");
                }
            }
        }
    }

    private void judge(Artifact artifact, Rounds rounds, TableDraft draft) {
        List<Integer> sizes = List.copyOf(chains.values());
        for (String path : List.of("by id", "list")) {
            judge(artifact, rounds, path, sizes.get(1), HOLDING, draft);
            judge(artifact, rounds, path, sizes.getLast(), HOLDING, draft);
            judge(artifact, rounds, path, sizes.getLast(), NOT_HOLDING, draft);
        }
    }

    private static void judge(Artifact artifact, Rounds rounds, String path, int types, String how, TableDraft draft) {
        double ratio = rounds.ratio(named(path, 1_000, how), named(path, types, how));
        String what = named(path, types, how);
        Goals.atMost(draft, "%s: %s, takes × as long as of 1,000".formatted(artifact, what), ratio, Growth.MOST);
        draft.summary(artifact.toString(), "%s: %s ×".formatted(what, Numbers.ratio(ratio)));
    }

    private Plot.Series line(Artifact artifact, String path, Rounds rounds) {
        return new Plot.Series(
                "%s, %s, one chain".formatted(artifact, path),
                chains.values().stream()
                        .map(types -> new Plot.Point(types, rounds.median(named(path, types, HOLDING)), ""))
                        .toList());
    }

    /** What a sync of which nothing changed takes of each chain. */
    void measureSyncs(Artifact artifact, TableDraft draft) throws Exception {
        try (MadeUpstream upstream = new MadeUpstream(chains);
                ServiceProcess service = ServiceProcess.start(artifact, database, QuietSyncs.start(upstream))) {
            new QuietSyncs(artifact, service, database, settings).measure(chains, draft);
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        database.close();
    }
}
