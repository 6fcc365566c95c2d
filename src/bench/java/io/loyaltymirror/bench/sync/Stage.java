package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** A chain that the service has loaded without a limit of requests, and others who have the same rows. */
final class Stage implements AutoCloseable {

    private final Artifact artifact;
    private final long chain;
    private final int types;
    private final Altegio altegio;
    private final Database mirror;
    private final Database other;
    private final Peers peers;
    private Site site;

    private Stage(Artifact artifact, long chain, int types, Altegio altegio, Database mirror, Database other)
            throws Exception {
        this.artifact = artifact;
        this.chain = chain;
        this.types = types;
        this.altegio = altegio;
        this.mirror = mirror;
        this.other = other;
        site = another(altegio.base());
        site.load(chain);
        mirror.execute("VACUUM ANALYZE");
        peers = new Peers(other, mirror);
        if (peers.rows() != types) {
            throw new IllegalStateException("%d rows were loaded and not %d".formatted(peers.rows(), types));
        }
    }

    /** Sets it: the service has loaded the chain and runs when this returns. */
    static Stage set(Artifact artifact, long chain, int types) throws Exception {
        Altegio altegio = Altegio.start();
        altegio.make(chain, types, 0);
        return new Stage(
                artifact, chain, types, altegio, Database.start(Settings.WRITING), Database.start(Settings.WRITING));
    }

    Artifact artifact() {
        return artifact;
    }

    /** What a workload's file of this artifact is called. */
    String named(String workload) {
        return workload + "-" + artifact.name().toLowerCase(Locale.ROOT);
    }

    int types() {
        return types;
    }

    Site site() {
        return site;
    }

    Peers peers() {
        return peers;
    }

    /** One more service over the same database, with another upstream. */
    Site another(URI upstream) throws Exception {
        return Site.open(artifact, mirror, altegio, Site.unlimited(upstream));
    }

    /** Rows a second of something that takes so many seconds for all of them. */
    Contestant rate(String name, Effort.Work work) {
        return new Contestant(name, _ -> types / work.seconds());
    }

    /** A sync of which nothing changed; also added to these. */
    Effort quiet(List<Effort> efforts) throws Exception {
        Effort effort = quiet(site);
        efforts.add(effort);
        return effort;
    }

    Effort quiet(Site by) throws Exception {
        return Effort.of(by, () -> {
            Account account = by.sync(chain, Site.CERTIFICATES);
            if (account.fetched() != types || account.written() != 0) {
                throw new IllegalStateException("nothing should have changed: " + account);
            }
            return account.seconds();
        });
    }

    /** A first load into an empty database, by a service that has just started. */
    Loaded load() throws Exception {
        site.close();
        mirror.create();
        site = another(altegio.base());
        altegio.forgetRequests();
        return Loaded.of(site, chain);
    }

    @Override
    public void close() throws IOException, SQLException {
        peers.close();
        site.close();
        mirror.close();
        other.close();
        altegio.close();
    }
}
