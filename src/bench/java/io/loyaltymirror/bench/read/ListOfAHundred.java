package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.peer.NginxPeer;
import io.loyaltymirror.bench.peer.PeerSql;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import java.util.Optional;

/** Lists of a hundred types, beside what PostgreSQL alone can do with the same rows, and beside peers. */
public final class ListOfAHundred implements Workload {

    private static final Rows ROWS = new Rows(700_001, 1, 100);
    private static final String PATH = Rows.list(ROWS.first(), "");

    @Override
    public String id() {
        return "W6";
    }

    @Override
    public String goal() {
        return "a list of 100 types comes faster than pgbench can select its rows, and 10 times as fast as from fastify + pg";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), "lists of 100 types, 32 connections");
        try (Database database = Database.start();
                Servers servers = new Servers(database)) {
            ROWS.into(database);
            Field field = new Field(database, servers.startServices(settings), PATH, draft);
            field.addPgbench(PeerSql.rows(Long.toString(ROWS.first()))).addPeersOverPostgres();
            Optional<NginxPeer> nginx = field.nginx();
            if (nginx.isPresent()) {
                field.addSame("nginx, a file", nginx.get().url("/long"));
            }
            return finish(draft, field.measure(Field.PGBENCH, settings), servers);
        }
    }

    private static Table finish(TableDraft draft, Rounds rounds, Servers servers) {
        for (Artifact artifact : servers.artifacts()) {
            Goals.atLeastIfThere(draft, rounds, artifact.toString(), Field.PGBENCH, 1);
            Goals.atLeastIfThere(draft, rounds, artifact.toString(), Field.USUAL_FASTIFY, 10);
        }
        return draft.rounds(rounds, "lists/s")
                .plot(Plot.bars("W6", "Lists of 100 types", "lists/s", rounds, rounds.reference()))
                .table();
    }
}
