package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A part of a title, looked for among a thousand types, beside the list that looks for nothing. */
public final class TitleSearch implements Workload {

    private static final Rows ROWS = new Rows(700_001, 1, 1_000);

    /** One in ten has it, so that both answers have a hundred rows. */
    private static final String SEARCH = Rows.list(ROWS.first(), "&title=" + Rows.RARE_TITLE);

    private static final String LIST = Rows.list(ROWS.first(), "");

    @Override
    public String id() {
        return "W7";
    }

    @Override
    public String goal() {
        return "a title search in a chain of 1,000 is at least 0.5 × the plain list";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), "100 of 1,000 types, by a part of the title and without, 32 connections");
        try (Database database = Database.start();
                Servers servers = new Servers(database)) {
            ROWS.into(database);
            servers.startServices(settings);
            List<Contestant> contestants = new ArrayList<>();
            for (Artifact artifact : servers.artifacts()) {
                ServiceProcess service = servers.service(artifact);
                hundred(service.awaitServed(LIST), ",\"meta\":{\"total_count\":1000}}");
                hundred(service.awaitServed(SEARCH), ",\"meta\":{\"total_count\":100}}");
                contestants.add(Wrk.of(service.url(LIST)).named(list(artifact)));
                contestants.add(Wrk.of(service.url(SEARCH)).named(search(artifact)));
            }
            Rounds rounds = Rounds.of(contestants, contestants.getFirst().name(), settings);
            return finish(draft.measured(settings), rounds, servers);
        }
    }

    private static Table finish(TableDraft draft, Rounds rounds, Servers servers) {
        for (Artifact artifact : servers.artifacts()) {
            Goals.atLeast(draft, rounds, search(artifact), list(artifact), 0.5);
            Words.rate(draft, artifact.toString(), rounds, search(artifact), "searches/s");
            Words.ratio(draft, artifact.toString(), rounds, search(artifact), list(artifact));
        }
        return draft.rounds(rounds, "answers/s")
                .plot(Plot.bars("W7", "Title search in 1,000 types", "answers/s", rounds, rounds.reference()))
                .table();
    }

    @Override
    public Set<Tool> tools() {
        return Set.of(Tool.WRK);
    }

    private static String list(Artifact artifact) {
        return artifact + ", list";
    }

    private static String search(Artifact artifact) {
        return artifact + ", search";
    }

    private static void hundred(Answer answer, String end) {
        String text = answer.text();
        if (!text.endsWith(end) || text.split("\"company_group_id\"", -1).length != 101) {
            throw new IllegalStateException("not a hundred types with " + end + ": " + text);
        }
    }
}
