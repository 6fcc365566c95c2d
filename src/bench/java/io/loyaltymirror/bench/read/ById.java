package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.peer.NginxPeer;
import io.loyaltymirror.bench.peer.PeerSql;
import io.loyaltymirror.bench.peer.VertxPeer;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One type by its id, read again and again, and the answer that it has not changed. */
public final class ById implements Workload {

    /**
     * As many constant bytes as the type has, behind the same access check; only in a build with
     * {@code -Dmirror.bench.constant=true}.
     */
    private static final String CONSTANT = "/api/v1/bench/constant/819";

    private static final String NGINX = "nginx, return 200";
    private static final String NGINX_304 = "nginx, return 304";
    private static final String VERTX = "plain Vert.x, heap";
    private static final Rows ROWS = new Rows(700_001, 1, 100);
    private static final long TYPE = 42;
    private static final String PATH = Rows.single(ROWS.first(), TYPE);

    @Override
    public String id() {
        return "W5";
    }

    @Override
    public String goal() {
        return "a hot read by id is at least 0.9 × constant bytes behind the same access check, and 0.5 × nginx (native 0.35)";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), "one type by its id, hot, 32 connections");
        try (Database database = Database.start();
                Servers servers = new Servers(database)) {
            ROWS.into(database);
            Field field = new Field(database, servers.startServices(settings), PATH, draft);
            for (Artifact artifact : servers.artifacts()) {
                addUnchanged(field, artifact, servers.service(artifact), draft);
                addConstant(field, artifact, servers.service(artifact), draft);
            }
            Optional<NginxPeer> nginx = field.nginx();
            if (nginx.isPresent()) {
                field.add(field.same(NGINX, nginx.get().url("/short")).whichIsPrecompiled());
                Caller.expect(304, nginx.get().url("/unchanged"));
                field.add(Wrk.of(nginx.get().url("/unchanged")).named(NGINX_304).whichIsPrecompiled());
            }
            VertxPeer heap = servers.add(VertxPeer.start(VertxPeer.Mode.HEAP, database, ROWS.first()));
            field.addSame(VERTX, heap.url(PATH)).addPeersOverPostgres();
            field.addPgbench(PeerSql.row(ROWS.first(), TYPE));
            return finish(draft, field.measure(nginx.isPresent() ? NGINX : VERTX, settings), servers);
        }
    }

    private static void addUnchanged(Field field, Artifact artifact, ServiceProcess service, TableDraft draft)
            throws InterruptedException {
        String url = service.url(PATH);
        Optional<String> tag = Caller.expect(200, url).header("ETag");
        if (tag.isEmpty()) {
            draft.note(artifact + " gives no ETag, so there is no 304 to measure");
            return;
        }
        Caller.expect(304, url, "If-None-Match", tag.get());
        field.add(artifact, Wrk.of(url).with("If-None-Match: " + tag.get()).named(unchanged(artifact)));
    }

    private static void addConstant(Field field, Artifact artifact, ServiceProcess service, TableDraft draft)
            throws InterruptedException {
        int status = Caller.get(service.url(CONSTANT)).map(Answer::status).orElse(0);
        if (status == 200) {
            field.add(artifact, Wrk.of(service.url(CONSTANT)).named(constant(artifact)));
        } else {
            draft.note("%s has no %s (it answers %d): built without -Dmirror.bench.constant=true"
                    .formatted(artifact, CONSTANT, status));
        }
    }

    private static String unchanged(Artifact artifact) {
        return artifact + ", 304";
    }

    private static String constant(Artifact artifact) {
        return artifact + ", constant bytes";
    }

    @Override
    public Set<Tool> tools() {
        return EnumSet.allOf(Tool.class);
    }

    private static Table finish(TableDraft draft, Rounds rounds, Servers servers) {
        for (Artifact artifact : servers.artifacts()) {
            String ours = artifact.toString();
            for (String name : List.of(ours, unchanged(artifact))) {
                Goals.atLeast(draft, rounds, name, constant(artifact), 0.9);
            }
            Goals.atLeast(draft, rounds, ours, NGINX, artifact == Artifact.NATIVE ? 0.35 : 0.5);
            Words.rate(draft, ours, rounds, ours, "reads/s");
            Words.rate(draft, ours, rounds, unchanged(artifact), "304/s");
            Words.ratio(draft, ours, rounds, ours, constant(artifact));
            Words.ratio(draft, ours, rounds, ours, NGINX);
        }
        for (String peer : List.of(VERTX, Field.VERTX, Field.USUAL_FASTIFY, Field.BEST_FASTIFY)) {
            Words.rate(draft, TableDraft.PEERS, rounds, peer, peer);
        }
        for (String limit : List.of(NGINX, NGINX_304, Field.PGBENCH)) {
            Words.rate(draft, TableDraft.LIMITS, rounds, limit, limit);
        }
        return draft.rounds(rounds, "reads/s")
                .plot(Plot.bars("W5", "One type by its id", "reads/s", rounds, rounds.reference()))
                .table();
    }
}
