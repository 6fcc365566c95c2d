package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Plot;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.peer.NginxPeer;
import io.loyaltymirror.bench.peer.VertxPeer;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One type by its id, read again and again, and the answer that it has not changed. */
public final class ById implements Workload {

    /** A resource that answers constant bytes behind the same access check; only in a build for measuring. */
    private static final String CONSTANT = "/bench/constant";

    private static final String NGINX = "nginx, return 200";
    private static final String VERTX = "plain Vert.x, heap";
    private static final Rows ROWS = new Rows(700_001, 1, 100);
    private static final String PATH = Rows.single(ROWS.first(), 42);

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
            servers.startServices(settings);
            Same same = new Same(servers.service().awaitServed(PATH).body());
            List<Contestant> contestants = new ArrayList<>();
            addNginx(contestants, servers, same, draft);
            VertxPeer vertx = servers.add(VertxPeer.start(VertxPeer.Mode.HEAP, database, ROWS.first()));
            same.check(VERTX, vertx.url(PATH));
            contestants.add(Wrk.of(vertx.url(PATH)).named(VERTX));
            for (Artifact artifact : servers.artifacts()) {
                addService(contestants, artifact, servers.service(artifact), same, draft);
            }
            String reference = NginxPeer.missing().isEmpty() ? NGINX : VERTX;
            Rounds rounds = Rounds.of(contestants, reference, settings);
            return finish(draft.note(same.note()), rounds, servers, reference);
        }
    }

    private static void addNginx(List<Contestant> contestants, Servers servers, Same same, TableDraft draft)
            throws Exception {
        Optional<String> missing = NginxPeer.missing();
        missing.ifPresent(draft::note);
        if (missing.isEmpty()) {
            byte[] body = servers.service().awaitServed(PATH).body();
            NginxPeer nginx = servers.add(NginxPeer.start(body, new byte[0]));
            same.check(NGINX, nginx.url("/short"));
            contestants.add(Wrk.of(nginx.url("/short")).named(NGINX));
            Caller.expect(304, nginx.url("/unchanged"));
            contestants.add(Wrk.of(nginx.url("/unchanged")).named("nginx, return 304"));
        }
    }

    private static void addService(
            List<Contestant> contestants, Artifact artifact, ServiceProcess service, Same same, TableDraft draft)
            throws Exception {
        same.check(artifact.toString(), service.url(PATH));
        contestants.add(Wrk.of(service.url(PATH)).named(artifact.toString()));
        Optional<String> tag = Caller.expect(200, service.url(PATH)).header("ETag");
        if (tag.isPresent()) {
            Caller.expect(304, service.url(PATH), "If-None-Match", tag.get());
            contestants.add(Wrk.of(service.url(PATH))
                    .with("If-None-Match: " + tag.get())
                    .named(unchanged(artifact)));
        } else {
            draft.note(artifact + " gives no ETag, so there is no 304 to measure");
        }
        int status = Caller.get(service.url(CONSTANT)).map(Answer::status).orElse(0);
        if (status == 200) {
            contestants.add(Wrk.of(service.url(CONSTANT)).named(constant(artifact)));
        } else {
            draft.note("%s has no %s (it answers %d), so nothing is known of the first goal"
                    .formatted(artifact, CONSTANT, status));
        }
    }

    private static String unchanged(Artifact artifact) {
        return artifact + ", 304";
    }

    private static String constant(Artifact artifact) {
        return artifact + ", constant bytes";
    }

    private static Table finish(TableDraft draft, Rounds rounds, Servers servers, String reference) {
        for (Artifact artifact : servers.artifacts()) {
            for (String name : List.of(artifact.toString(), unchanged(artifact))) {
                if (rounds.has(name) && rounds.has(constant(artifact))) {
                    Goals.atLeast(draft, rounds, name, constant(artifact), 0.9);
                }
            }
            if (rounds.has(NGINX)) {
                Goals.atLeast(draft, rounds, artifact.toString(), NGINX, artifact == Artifact.NATIVE ? 0.35 : 0.5);
            }
        }
        return draft.rounds(rounds, "reads/s")
                .plot(Plot.bars("W5", "One type by its id", "reads/s", rounds, reference))
                .table();
    }
}
