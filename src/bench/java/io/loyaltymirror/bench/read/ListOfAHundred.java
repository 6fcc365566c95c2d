package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Pgbench;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.util.ArrayList;
import java.util.List;

/** Lists of a hundred types, beside what PostgreSQL alone can do with the same rows, and beside peers. */
public final class ListOfAHundred implements Workload {

    @Override
    public String id() {
        return "W6";
    }

    @Override
    public String goal() {
        return "a list of 100 types comes faster than pgbench can select its rows";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        Rows rows = new Rows(700_001, 1, 100);
        try (Database database = Database.start()) {
            rows.into(database);
            List<Contestant> contestants = new ArrayList<>();
            contestants.add(new Pgbench(database, "SELECT 1;").named("pgbench"));
            try (ServiceProcess service =
                    ServiceProcess.start(settings.artifacts().getFirst(), database, ServiceProcess.Start.usual())) {
                String path = Rows.list(rows.first(), "");
                System.out.println(service.awaitServed(path).body().length);
                contestants.add(Wrk.of(service.url(path)).named(Artifact.JAR.toString()));
                Rounds rounds = Rounds.of(contestants, "pgbench", settings);
                return Table.of(id(), goal())
                        .rounds(rounds, "lists/s")
                        .plot(Plot.bars("W6", goal(), "lists/s", rounds, "pgbench"))
                        .table();
            }
        }
    }
}
