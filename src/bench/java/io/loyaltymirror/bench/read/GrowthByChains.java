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
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Mirrors of 1 to 1,000 chains of 1,000 types beside each other, each with a database and a service of its own. */
final class GrowthByChains implements AutoCloseable {

    private static final int TYPES = 1_000;
    private static final long FIRST = 700_001;

    /** Of what is read at random. */
    private static final int PATHS = 20_000;

    private static final String HELD_BYTES = "mirror_snapshots_bytes";

    /** A quarter of a heap of 256 MB, and a chain less. */
    private static final double BOUND_BYTES = 60e6;

    private final Map<Integer, Database> databases = new LinkedHashMap<>();
    private final List<Integer> sizes;
    private final Bench.Settings settings;

    GrowthByChains(Bench.Settings settings) throws IOException, SQLException {
        this.settings = settings;
        // The one in the middle fills the snapshots' bound too.
        sizes = settings.quick() ? List.of(1, 100, 200) : List.of(1, 100, 1_000);
        boolean filled = false;
        try {
            for (int chains : sizes) {
                databases.put(chains, Database.start());
                new Rows(FIRST, chains, TYPES).into(databases.get(chains));
            }
            filled = true;
        } finally {
            if (!filled) {
                close();
            }
        }
    }

    private static String number(int chains) {
        return chains == 1 ? "1 chain" : "%,d chains".formatted(chains);
    }

    /** What is asked for. */
    private enum Question {
        BY_ID("by id"),
        LIST("list of 100"),
        ANYWHERE("by id, any chain");

        private final String words;

        Question(String words) {
            this.words = words;
        }

        String of(int chains) {
            return words + ", " + number(chains);
        }

        List<String> paths(int chains) {
            return switch (this) {
                case BY_ID -> List.of(Rows.single(FIRST, 42));
                case LIST -> List.of(Rows.list(FIRST, ""));
                case ANYWHERE ->
                    new SplittableRandom(chains)
                            .longs(PATHS)
                            .mapToObj(random -> Rows.single(
                                    FIRST + Math.floorMod(random, chains), 1 + Math.floorMod(random >> 32, TYPES)))
                            .toList();
            };
        }
    }

    List<Plot.Series> measure(Artifact artifact, TableDraft draft) throws Exception {
        Map<Integer, ServiceProcess> services = new LinkedHashMap<>();
        try (Servers servers = new Servers(null)) {
            for (int chains : sizes) {
                ServiceProcess.Start start = ServiceProcess.Start.usual();
                services.put(chains, servers.add(ServiceProcess.start(artifact, databases.get(chains), start)));
                services.get(chains).awaitServed(Rows.list(FIRST, ""));
            }
            List<Contestant> contestants = new ArrayList<>();
            for (Question question : Question.values()) {
                services.forEach((chains, service) -> contestants.add(
                        Wrk.of(service.url("/")).paths(question.paths(chains)).named(question.of(chains))));
            }
            Rounds rounds = Rounds.of(contestants, Question.BY_ID.of(1), settings);
            draft.machine(artifact + ", by chains: " + rounds.machine());
            return finish(artifact, services, rounds, draft);
        }
    }

    private List<Plot.Series> finish(
            Artifact artifact, Map<Integer, ServiceProcess> services, Rounds rounds, TableDraft draft)
            throws IOException, InterruptedException {
        Map<Integer, Taken> memories = new LinkedHashMap<>();
        for (int chains : sizes) {
            memories.put(chains, Taken.of(services.get(chains)));
            draft.row(
                    artifact.toString(),
                    number(chains) + " of 1,000",
                    "%,d".formatted(chains * TYPES),
                    Numbers.figure(rounds.median(Question.BY_ID.of(chains))),
                    Numbers.figure(rounds.median(Question.LIST.of(chains))),
                    Numbers.figure(rounds.median(Question.ANYWHERE.of(chains))),
                    Numbers.figure(memories.get(chains).megabytes()));
        }
        int most = sizes.getLast();
        for (Question question : List.of(Question.BY_ID, Question.LIST)) {
            double ratio = rounds.ratio(question.of(1), question.of(most));
            String what = "%s: %s, takes × as long as of 1 chain".formatted(artifact, question.of(most));
            Goals.atMost(draft, what, ratio, Growth.MOST);
            draft.summary(
                    artifact.toString(), "%,d chains, %s: %s ×".formatted(most, question.words, Numbers.ratio(ratio)));
        }
        memory(artifact, memories.get(sizes.get(1)), memories.get(most), draft);
        return List.of(line(artifact, Question.BY_ID, rounds), line(artifact, Question.LIST, rounds));
    }

    /**
     * What a service takes once its metrics were asked for, as they are all the time where it is watched.
     *
     * @param held bytes of snapshots
     * @param megabytes resident
     */
    private record Taken(double held, double megabytes) {

        static Taken of(ServiceProcess service) throws IOException, InterruptedException {
            double held = service.metric(HELD_BYTES);
            return new Taken(held, service.residentKilobytes() / 1024.0);
        }
    }

    /** Both hold as much as they may, so that what grows beyond is not what they hold. */
    private void memory(Artifact artifact, Taken some, Taken many, TableDraft draft) {
        double least = Math.min(some.held(), many.held());
        String what = "%s: resident memory of %,d chains × that of %,d, both beyond the snapshots' bound"
                .formatted(artifact, sizes.getLast(), sizes.get(1));
        if (least < BOUND_BYTES) {
            draft.notJudged(what, "only %.0f MB of snapshots were held".formatted(least / 1e6));
        } else {
            double ratio = many.megabytes() / some.megabytes();
            Goals.atMost(draft, what, ratio, Growth.MOST);
            draft.summary(artifact.toString(), "memory beyond the bound: %s ×".formatted(Numbers.ratio(ratio)));
        }
    }

    private Plot.Series line(Artifact artifact, Question question, Rounds rounds) {
        return new Plot.Series(
                "%s, %s, chains".formatted(artifact, question.words),
                sizes.stream()
                        .map(chains -> new Plot.Point((double) chains * TYPES, rounds.median(question.of(chains)), ""))
                        .toList());
    }

    @Override
    public void close() throws IOException, SQLException {
        for (Database database : databases.values()) {
            database.close();
        }
    }
}
