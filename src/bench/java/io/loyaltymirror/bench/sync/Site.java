package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.ServiceProcess;
import io.loyaltymirror.bench.subject.ServiceProcess.Start;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The service before a stand-in for Altegio and over a database, each a process of its own. */
final class Site implements AutoCloseable {

    static final String CERTIFICATES = "certificate_type";
    static final String MEMBERSHIPS = "membership_type";

    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Each look takes PostgreSQL some processor time, which is counted with the rest; a run tells itself how long it took. */
    private static final long BETWEEN_LOOKS_MILLIS = 500;

    private final Artifact artifact;
    private final Database database;
    private final Altegio altegio;
    private final ServiceProcess service;
    private final Till till;

    private Site(Artifact artifact, Database database, Altegio altegio, ServiceProcess service) {
        this.artifact = artifact;
        this.database = database;
        this.altegio = altegio;
        this.service = service;
        till = new Till(service);
    }

    /** Starts the service; it is ready when this returns. */
    static Site open(Artifact artifact, Database database, Altegio altegio, Start start) throws Exception {
        return new Site(artifact, database, altegio, ServiceProcess.start(artifact, database, start));
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

    Till till() {
        return till;
    }

    /** Adds a chain; it is due at once. */
    void register(long chain) throws Exception {
        Till.expect(201, till.put("/mirror/v1/chains/" + chain, "{\"reason\":\"measured\"}"));
    }

    /** Adds a chain and waits until both kinds were read; gives the account of the certificate types. */
    Account load(long chain) throws Exception {
        register(chain);
        await(chain, MEMBERSHIPS, 0);
        return await(chain, CERTIFICATES, 0);
    }

    /** Reads a kind of a chain now, to its end. */
    Account sync(long chain, String kind) throws Exception {
        long newest = Account.newest(database, chain, kind).map(Account::id).orElse(0L);
        Till.expect(202, till.post("/mirror/v1/chains/" + chain + "/sync?kind=" + kind));
        return await(chain, kind, newest);
    }

    /** Waits for the end of the chain's first run that is younger than this one. */
    Account await(long chain, String kind, long after) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && service.isAlive()) {
            Optional<Account> newest = Account.newest(database, chain, kind);
            if (newest.isPresent() && newest.get().id() > after) {
                awaitFree(chain);
                return newest.get();
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        }
        throw new IllegalStateException("chain " + chain + " was not read in time");
    }

    /** A run ends shortly before its chain is given back. */
    private void awaitFree(long chain) throws SQLException, InterruptedException {
        String free = "SELECT count(*) FROM chain WHERE lease_until IS NULL AND id = " + chain;
        String underWay = "SELECT count(*) FROM sync_run WHERE outcome IS NULL AND chain_id = " + chain;
        while (database.number(free) == 0 && database.number(underWay) == 0) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        till.close();
        service.close();
    }
}
