package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import java.io.IOException;
import java.util.List;

/** A service with nothing but a small chain, before a stand-in under Altegio's limits that has a long one. */
final class ColdSetup implements AutoCloseable {

    static final long READ = 820_000;
    private static final long CHANGED = 820_001;

    private final Artifact artifact;
    private final int latency;
    private final Deployment deployment;
    private final Opened opened;

    private ColdSetup(Artifact artifact, int latency, Deployment deployment, Opened opened) {
        this.artifact = artifact;
        this.latency = latency;
        this.deployment = deployment;
        this.opened = opened;
    }

    /** @param latency of each answer of the stand-in, in milliseconds */
    static ColdSetup open(Artifact artifact, int latency, int pages) throws Exception {
        return Opened.orNothing(opened -> {
            Altegio altegio = opened.add(Altegio.start());
            altegio.make(READ, pages * ColdRun.PAGE, 0);
            altegio.make(CHANGED, 10, 0);
            altegio.limits(ColdRun.PER_SECOND, ColdRun.PER_MINUTE);
            altegio.latency(latency);
            Database database = opened.add(Database.start());
            Deployment deployment =
                    opened.add(Deployment.open(artifact, database, altegio, Deployment.limited(altegio.base())));
            deployment.load(CHANGED);
            return new ColdSetup(artifact, latency, deployment, opened);
        });
    }

    /** Reads the long chain while somebody changes the small one. */
    ColdRun run() throws Exception {
        try (SparseWrites writes = SparseWrites.begin(deployment.api(), CHANGED);
                StallWatch stalls = StallWatch.of(deployment.altegio())) {
            deployment.register(READ);
            SyncRun run = deployment.await(READ, Deployment.CERTIFICATES, 0);
            double stall = stalls.end();
            // The log is read when the last change is in it.
            List<SparseWrites.Sent> sent = writes.end();
            List<SeenRequest> requests = deployment.altegio().requests();
            ColdRun cold = ColdRun.of(artifact, run, latency, requests, sent, stall);
            System.out.println("  " + cold);
            return cold;
        }
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
