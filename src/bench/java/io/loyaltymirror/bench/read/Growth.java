package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Mirrors of 1 to 1,000 chains of 1,000 types beside each other, each with a database and a service of its own. */
public final class Growth implements Workload {

    private static final int TYPES = 1_000;
    private static final long FIRST = 700_001;
    private static final double FLAT = 1 / 1.15;

    /** Of what is read at random. */
    private static final int PATHS = 20_000;

    @Override
    public String id() {
        return "W11";
    }

    @Override
    public String goal() {
        return "from 1,000 types in 1 chain to a million in 1,000, reads of a chain in use stay as fast (≤ 1.15 ×)";
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
            return "%s, %,d types".formatted(words, chains * TYPES);
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

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        List<Integer> sizes = settings.quick() ? List.of(1, 10, 100) : List.of(1, 10, 100, 1_000);
        TableDraft draft = Table.of(id(), "chains of 1,000 types, 32 connections, heap of 256 MB")
                .heads(
                        "artifact",
                        "types",
                        "chains",
                        "by id/s",
                        "list of 100/s",
                        "by id in any chain/s",
                        "resident, MB");
        List<Plot.Series> lines = new ArrayList<>();
        try (Databases databases = new Databases()) {
            for (int chains : sizes) {
                databases.fill(chains);
            }
            for (Artifact artifact : settings.artifacts()) {
                lines.addAll(measure(artifact, databases.bySize, settings, draft));
            }
        }
        return draft.plot(new Plot("W11", Plot.Form.LINES, "Reads as the mirror grows", "types", "reads/s", lines))
                .table();
    }

    /** One of each size. */
    private static final class Databases implements AutoCloseable {

        private final Map<Integer, Database> bySize = new LinkedHashMap<>();

        void fill(int chains) throws IOException, SQLException {
            bySize.put(chains, Database.start());
            new Rows(FIRST, chains, TYPES).into(bySize.get(chains));
        }

        @Override
        public void close() throws IOException, SQLException {
            for (Database database : bySize.values()) {
                database.close();
            }
        }
    }

    private static List<Plot.Series> measure(
            Artifact artifact, Map<Integer, Database> databases, Bench.Settings settings, TableDraft draft)
            throws Exception {
        Map<Integer, ServiceProcess> services = new LinkedHashMap<>();
        try {
            List<Contestant> contestants = new ArrayList<>();
            for (int chains : databases.keySet()) {
                services.put(
                        chains, ServiceProcess.start(artifact, databases.get(chains), ServiceProcess.Start.usual()));
            }
            for (Question question : Question.values()) {
                services.forEach((chains, service) -> contestants.add(
                        Wrk.of(service.url("/")).paths(question.paths(chains)).named(question.of(chains))));
            }
            for (ServiceProcess service : services.values()) {
                service.awaitServed(Rows.list(FIRST, ""));
            }
            Rounds rounds = Rounds.of(contestants, Question.BY_ID.of(1), settings);
            return finish(artifact, services, rounds, draft);
        } finally {
            for (ServiceProcess service : services.values()) {
                service.close();
            }
        }
    }

    private static List<Plot.Series> finish(
            Artifact artifact, Map<Integer, ServiceProcess> services, Rounds rounds, TableDraft draft)
            throws IOException {
        for (Map.Entry<Integer, ServiceProcess> each : services.entrySet()) {
            int chains = each.getKey();
            draft.row(
                    artifact.toString(),
                    "%,d".formatted(chains * TYPES),
                    "%,d".formatted(chains),
                    Numbers.figure(rounds.median(Question.BY_ID.of(chains))),
                    Numbers.figure(rounds.median(Question.LIST.of(chains))),
                    Numbers.figure(rounds.median(Question.ANYWHERE.of(chains))),
                    Numbers.figure(each.getValue().residentKilobytes() / 1024.0));
        }
        draft.machine(artifact + ": " + rounds.machine());
        List<Integer> sizes = List.copyOf(services.keySet()).stream().sorted().toList();
        for (Question question : List.of(Question.BY_ID, Question.LIST)) {
            double ratio = rounds.ratio(question.of(sizes.getLast()), question.of(1));
            String goal = "%s, %s: %s × that of 1,000 types, wanted at least %s";
            draft.verdict(
                    goal.formatted(artifact, question.of(sizes.getLast()), Numbers.ratio(ratio), Numbers.ratio(FLAT)),
                    ratio >= FLAT);
        }
        return Arrays.stream(Question.values())
                .map(question -> line(artifact, question, sizes, rounds))
                .toList();
    }

    private static Plot.Series line(Artifact artifact, Question question, List<Integer> sizes, Rounds rounds) {
        return new Plot.Series(
                artifact + ", " + question.words,
                sizes.stream()
                        .map(chains -> new Plot.Point((double) chains * TYPES, rounds.median(question.of(chains)), ""))
                        .toList());
    }
}
