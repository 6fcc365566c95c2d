package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.load.Pgbench;
import io.loyaltymirror.bench.load.Wrk;
import io.loyaltymirror.bench.machine.Tool;
import io.loyaltymirror.bench.peer.FastifyPeer;
import io.loyaltymirror.bench.peer.NginxPeer;
import io.loyaltymirror.bench.peer.VertxPeer;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Those who answer one path, all with the same bytes; who is missing here is noted and left out. */
final class Field {

    static final String PGBENCH = "pgbench";
    static final String USUAL_FASTIFY = fastify(FastifyPeer.Mode.POOLED);
    static final String BEST_FASTIFY = fastify(FastifyPeer.Mode.PIPELINED);
    static final String VERTX = "plain Vert.x + pg, pipelined";

    private final Database database;
    private final Servers servers;
    private final String path;
    private final TableDraft draft;
    private final byte[] body;
    private final Same same;
    private final List<Contestant> contestants = new ArrayList<>();

    /** The services' answers to this path are what others are held to. */
    Field(Database database, Servers servers, String path, TableDraft draft) throws Exception {
        this.database = database;
        this.servers = servers;
        this.path = path;
        this.draft = draft;
        body = servers.service().awaitServed(path).body();
        same = new Same(body);
        for (Artifact artifact : servers.artifacts()) {
            add(artifact, same(artifact.toString(), servers.service(artifact).url(path)));
        }
    }

    private static String fastify(FastifyPeer.Mode mode) {
        return "fastify + pg, " + mode.name().toLowerCase(Locale.ROOT);
    }

    /** One that answers something else, or is asked otherwise. */
    Field add(Contestant contestant) {
        contestants.add(contestant);
        return this;
    }

    /** The service once more, asked otherwise. */
    Field add(Artifact artifact, Contestant contestant) {
        return add(artifact == Artifact.NATIVE ? contestant.whichIsPrecompiled() : contestant);
    }

    /** One that gives the same bytes at this address. */
    Field addSame(String name, String url) throws IOException, InterruptedException {
        return add(same(name, url));
    }

    /** Likewise, without adding it. */
    Contestant same(String name, String url) throws IOException, InterruptedException {
        same.check(name, url);
        return Wrk.of(url).named(name);
    }

    /** Plain Vert.x over PostgreSQL, and fastify in both forms. */
    Field addPeersOverPostgres() throws IOException, InterruptedException {
        addSame(
                VERTX,
                servers.add(VertxPeer.start(VertxPeer.Mode.PG, database, 0)).url(path));
        if (isThere(Tool.FASTIFY)) {
            for (FastifyPeer.Mode mode : FastifyPeer.Mode.values()) {
                addSame(
                        fastify(mode),
                        servers.add(FastifyPeer.start(mode, database)).url(path));
            }
        }
        return this;
    }

    private boolean isThere(Tool tool) {
        Optional<String> missing = tool.missing();
        missing.ifPresent(draft::note);
        return missing.isEmpty();
    }

    /** What PostgreSQL alone can do with this statement. */
    Field addPgbench(String sql) {
        return isThere(Tool.PGBENCH) ? add(new Pgbench(database, sql + ";").named(PGBENCH)) : this;
    }

    /** nginx with these bytes; empty where there is none. */
    Optional<NginxPeer> nginx() throws IOException, InterruptedException {
        if (!isThere(Tool.NGINX)) {
            return Optional.empty();
        }
        boolean small = body.length <= NginxPeer.MOST_IN_CONFIGURATION;
        byte[] none = new byte[0];
        return Optional.of(servers.add(NginxPeer.start(small ? body : none, small ? none : body)));
    }

    /** @param reference the one that others are compared with; where it is missing, the first that is there */
    Rounds measure(String reference, Bench.Settings settings) throws Exception {
        draft.note(same.note()).measured(settings);
        boolean there = contestants.stream().anyMatch(each -> each.name().equals(reference));
        return Rounds.of(contestants, there ? reference : contestants.getFirst().name(), settings);
    }
}
