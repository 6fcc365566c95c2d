package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.ServiceProcess;
import io.loyaltymirror.bench.subject.ServiceProcess.Start;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** The service before a stand-in for Altegio and over a database, each a process of its own. */
final class Deployment implements AutoCloseable {

    static final String CERTIFICATES = "certificate_type";
    static final String MEMBERSHIPS = "membership_type";

    /** A long chain under Altegio's limits takes some minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final Duration TO_GIVE_BACK = Duration.ofMinutes(1);

    /** Each look takes PostgreSQL some processor time, which is counted with the rest; a run tells itself how long it took. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Artifact artifact;
    private final Database database;
    private final Altegio altegio;
    private final ServiceProcess service;
    private final ApiCaller api;

    private Deployment(Artifact artifact, Database database, Altegio altegio, ServiceProcess service) {
        this.artifact = artifact;
        this.database = database;
        this.altegio = altegio;
        this.service = service;
        api = new ApiCaller(service);
    }

    /** Starts the service; it is ready when this returns. */
    static Deployment open(Artifact artifact, Database database, Altegio altegio, Start start) throws Exception {
        return new Deployment(artifact, database, altegio, ServiceProcess.start(artifact, database, start));
    }

    /** Limits and reserve as they are by default; chains are read once, when they are registered. */
    static Start limited(URI upstream) {
        return Start.usual()
                .with("MIRROR_UPSTREAM_URL", upstream.toString())
                .with("MIRROR_SYNC_EVERY", "24h")
                .with("MIRROR_SYNC_TICK", "1s");
    }

    /** Without a limit of requests; nothing goes on that nobody asked for. */
    static Start unlimited(URI upstream) {
        return limited(upstream)
                .with("MIRROR_UPSTREAM_RATE_PER_SECOND", "0")
                .with("MIRROR_UPSTREAM_RATE_PER_MINUTE", "0")
                .with("MIRROR_UPSTREAM_RATE_RESERVE", "0")
                .with("MIRROR_UPSTREAM_TIMEOUT", "60s")
                .with("MIRROR_MUTATION_TICK", "off");
    }

    Artifact artifact() {
        return artifact;
    }

    Database database() {
        return database;
    }

    Altegio altegio() {
        return altegio;
    }

    ServiceProcess service() {
        return service;
    }

    ApiCaller api() {
        return api;
    }

    /** Adds a chain; it is due at once. */
    void register(long chain) throws Exception {
        ApiCaller.expect(201, api.put("/mirror/v1/chains/" + chain, "{\"reason\":\"measured\"}"));
    }

    /** Adds a chain and waits until both kinds were read; gives that of the certificate types. */
    SyncRun load(long chain) throws Exception {
        register(chain);
        await(chain, MEMBERSHIPS, 0);
        return await(chain, CERTIFICATES, 0);
    }

    /** Reads a kind of a chain now, to its end. */
    SyncRun sync(long chain, String kind) throws Exception {
        long newest = SyncRun.newest(database, chain, kind).map(SyncRun::id).orElse(0L);
        ApiCaller.expect(202, api.post("/mirror/v1/chains/" + chain + "/sync?kind=" + kind));
        return await(chain, kind, newest);
    }

    /** Waits for the end of the chain's first run that is younger than this one. */
    SyncRun await(long chain, String kind, long after) throws Exception {
        Patience.until("chain %d is read to its end".formatted(chain), PATIENCE, BETWEEN_LOOKS, () -> {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service has ended, chain %d was not read".formatted(chain));
            }
            return SyncRun.newest(database, chain, kind)
                    .filter(run -> run.id() > after)
                    .isPresent();
        });
        awaitFree(chain);
        return SyncRun.newest(database, chain, kind).orElseThrow();
    }

    /** A run ends shortly before its chain is given back. */
    private void awaitFree(long chain) throws Exception {
        String free = "SELECT count(*) FROM chain WHERE lease_until IS NULL AND id = " + chain;
        String underWay = "SELECT count(*) FROM sync_run WHERE outcome IS NULL AND chain_id = " + chain;
        Patience.until(
                "chain %d is given back".formatted(chain),
                TO_GIVE_BACK,
                Duration.ofMillis(20),
                () -> database.number(free) > 0 || database.number(underWay) > 0);
    }

    @Override
    public void close() throws IOException {
        try (service) {
            api.close();
        }
    }
}
