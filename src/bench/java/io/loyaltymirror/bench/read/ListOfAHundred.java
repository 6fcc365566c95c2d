package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.peer.NginxPeer;
import io.loyaltymirror.bench.peer.PeerSql;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists of a hundred types, beside what PostgreSQL alone can do with the same rows, and beside peers. */
public final class ListOfAHundred implements Workload {

    private static final Rows ROWS = new Rows(700_001, 1, 100);
    private static final String PATH = Rows.list(ROWS.first(), "");

    private static final String NGINX = "nginx, a file";

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
                field.add(field.same(NGINX, nginx.get().url("/long")).whichIsPrecompiled());
            }
            return finish(draft, field.measure(Field.PGBENCH, settings), servers);
        }
    }

    @Override
    public Set<Tool> tools() {
        return EnumSet.allOf(Tool.class);
    }

    private static Table finish(TableDraft draft, Rounds rounds, Servers servers) {
        for (Artifact artifact : servers.artifacts()) {
            String ours = artifact.toString();
            Goals.atLeast(draft, rounds, ours, Field.PGBENCH, 1);
            // In the form that people write, and in the best that we could make.
            Goals.atLeast(draft, rounds, ours, Field.USUAL_FASTIFY, 10);
            Goals.atLeast(draft, rounds, ours, Field.BEST_FASTIFY, 10);
            Words.rate(draft, ours, rounds, ours, "lists/s");
            for (String other : List.of(Field.PGBENCH, Field.USUAL_FASTIFY, Field.BEST_FASTIFY)) {
                Words.ratio(draft, ours, rounds, ours, other);
            }
        }
        for (String peer : List.of(Field.USUAL_FASTIFY, Field.BEST_FASTIFY, Field.VERTX)) {
            Words.rate(draft, TableDraft.PEERS, rounds, peer, peer);
        }
        Words.rate(draft, TableDraft.LIMITS, rounds, Field.PGBENCH, "pgbench");
        Words.rate(draft, TableDraft.LIMITS, rounds, NGINX, NGINX);
        return draft.rounds(rounds, "lists/s")
                .plot(Plot.bars("W6", "Lists of 100 types", "lists/s", rounds, rounds.reference()))
                .table();
    }
}
