package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.Publication;
import io.loyaltymirror.mirror.Quarantine;
import io.loyaltymirror.mirror.Schema;
import io.loyaltymirror.upstream.Upstream;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Other processes of the service on the same database, as far as their chains go: the same parts, and an end of their own. */
@Singleton
class Processes {

    @Inject
    Schema schema;

    @Inject
    ChainRegistration registration;

    @Inject
    Upstream upstream;

    @Inject
    ListReader lists;

    @Inject
    Absentees absentees;

    @Inject
    Publication publication;

    @Inject
    Quarantine quarantine;

    @Inject
    SyncRuns runs;

    @Inject
    Schedule schedule;

    @Inject
    Stretching stretching;

    @Inject
    SyncConfig config;

    @Inject
    Pool pool;

    record One(SyncJob job, Shift shift) {}

    One start() {
        return start(stretching);
    }

    One start(Stretching ownStretching) {
        Shift shift = new Shift();
        ChainScan scan =
                new ChainScan(upstream, lists, absentees, publication, quarantine, runs, schedule, shift, pool);
        Claims claims = new Claims(pool, runs, config);
        return new One(new SyncJob(schema, registration, claims, scan, upstream, shift, ownStretching, config), shift);
    }
}
