package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Pgbench;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.peer.FastifyPeer;
import io.loyaltymirror.bench.peer.NginxPeer;
import io.loyaltymirror.bench.peer.PeerSql;
import io.loyaltymirror.bench.peer.VertxPeer;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists of a hundred types, beside what PostgreSQL alone can do with the same rows, and beside peers. */
public final class ListOfAHundred implements Workload {

    private static final String LIMIT = "pgbench";
    private static final String USUAL = "fastify + pg, pooled";
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
        try (Database database = Database.start();
                Servers servers = new Servers(database)) {
            ROWS.into(database);
            servers.startServices(settings);
            Field field = new Field(
                    servers,
                    new ArrayList<>(),
                    new Same(servers.service().awaitServed(PATH).body()));
            field.contestants.add(new Pgbench(database, PeerSql.rows(Long.toString(ROWS.first())) + ";").named(LIMIT));
            for (Artifact artifact : servers.artifacts()) {
                field.add(artifact.toString(), servers.service(artifact).url(PATH));
            }
            TableDraft draft = Table.of(id(), "lists of 100 types, 32 connections");
            addPeers(field, database, draft);
            return finish(draft.note(field.same.note()), Rounds.of(field.contestants, LIMIT, settings), servers);
        }
    }

    private record Field(Servers servers, List<Contestant> contestants, Same same) {

        void add(String name, String url) throws IOException, InterruptedException {
            same.check(name, url);
            contestants.add(Wrk.of(url).named(name));
        }
    }

    private static void addPeers(Field field, Database database, TableDraft draft) throws Exception {
        field.add(
                "plain Vert.x + pg, pipelined",
                field.servers
                        .add(VertxPeer.start(VertxPeer.Mode.PG, database, 0))
                        .url(PATH));
        Optional<String> noFastify = FastifyPeer.missing();
        noFastify.ifPresent(draft::note);
        if (noFastify.isEmpty()) {
            for (FastifyPeer.Mode mode : FastifyPeer.Mode.values()) {
                FastifyPeer peer = field.servers.add(FastifyPeer.start(mode, database));
                field.add("fastify + pg, " + mode.name().toLowerCase(Locale.ROOT), peer.url(PATH));
            }
        }
        Optional<String> noNginx = NginxPeer.missing();
        noNginx.ifPresent(draft::note);
        if (noNginx.isEmpty()) {
            byte[] body = field.servers.service().awaitServed(PATH).body();
            field.add(
                    "nginx, a file",
                    field.servers.add(NginxPeer.start(new byte[0], body)).url("/long"));
        }
    }

    private Table finish(TableDraft draft, Rounds rounds, Servers servers) {
        for (Artifact artifact : servers.artifacts()) {
            Goals.atLeast(draft, rounds, artifact.toString(), LIMIT, 1);
            if (rounds.has(USUAL)) {
                Goals.atLeast(draft, rounds, artifact.toString(), USUAL, 10);
            }
        }
        return draft.rounds(rounds, "lists/s")
                .plot(Plot.bars("W6", "Lists of 100 types", "lists/s", rounds, LIMIT))
                .table();
    }
}
