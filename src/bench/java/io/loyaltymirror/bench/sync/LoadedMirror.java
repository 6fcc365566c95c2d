package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** A chain that the service has loaded without a limit of requests, and others who have the same rows. */
final class LoadedMirror implements AutoCloseable {

    private static final int TYPES = 100_000;
    private static final int FEW = 10_000;

    /**
     * As in production commits are on disk when they are answered. Without full-page images, which come with checkpoints
     * and not with changes, and without vacuums by chance: who measures calls for them in between.
     */
    private static final Map<String, String> POSTGRES = Map.of(
            "shared_buffers", "512MB",
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "off",
            "autovacuum", "off",
            "max_wal_size", "8GB",
            "checkpoint_timeout", "1h");

    private final Artifact artifact;
    private final long chain;
    private final int types;
    private final Altegio altegio;
    private final Database mirror;
    private final Peers peers;
    private final Opened opened;
    private Deployment deployment;

    private LoadedMirror(Artifact artifact, long chain, int types, Opened opened) throws Exception {
        this.artifact = artifact;
        this.chain = chain;
        this.types = types;
        this.opened = opened;
        altegio = opened.add(Altegio.start());
        altegio.make(chain, types, 0);
        mirror = opened.add(Database.start(POSTGRES));
        Database other = opened.add(Database.start(POSTGRES));
        opened.add(this::stop);
        start(altegio.base());
        deployment.load(chain);
        mirror.execute("VACUUM ANALYZE");
        peers = opened.add(Peers.of(other, mirror));
        if (peers.rows() != types) {
            throw new IllegalStateException("%d rows were loaded and not %d".formatted(peers.rows(), types));
        }
    }

    /** The service has loaded the chain and runs when this returns. */
    static LoadedMirror open(Artifact artifact, long chain, Bench.Settings settings) throws Exception {
        int types = types(settings);
        return Opened.orNothing(opened -> new LoadedMirror(artifact, chain, types, opened));
    }

    static int types(Bench.Settings settings) {
        return settings.quick() ? FEW : TYPES;
    }

    Artifact artifact() {
        return artifact;
    }

    /** What a workload's file of this artifact is called. */
    String named(String workload) {
        return workload + "-" + artifact.name().toLowerCase(Locale.ROOT);
    }

    Deployment deployment() {
        return deployment;
    }

    Peers peers() {
        return peers;
    }

    /** The service over the same database, with this upstream from now on; alone, so that nobody else does its work. */
    void restart(URI upstream) throws Exception {
        stop();
        start(upstream);
    }

    private void start(URI upstream) throws Exception {
        deployment = Deployment.open(artifact, mirror, altegio, Deployment.unlimited(upstream));
    }

    private void stop() throws IOException {
        if (deployment != null) {
            deployment.close();
            deployment = null;
        }
    }

    /** A sync of which nothing changed. */
    Effort quiet() throws Exception {
        mirror.execute("CHECKPOINT");
        return Effort.of(deployment, types, () -> {
            SyncRun run = deployment.sync(chain, Deployment.CERTIFICATES);
            if (run.fetched() != types || run.written() != 0) {
                throw new IllegalStateException("nothing should have changed: " + run);
            }
            return run.seconds();
        });
    }

    /** A first load into an empty database, by a service that has just started. */
    Effort load() throws Exception {
        stop();
        mirror.create();
        start(altegio.base());
        mirror.execute("CHECKPOINT");
        return Effort.of(deployment, types, () -> deployment.load(chain).seconds());
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
