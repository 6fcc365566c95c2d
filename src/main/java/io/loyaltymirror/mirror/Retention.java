package io.loyaltymirror.mirror;

import static io.loyaltymirror.Setting.require;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Deletes what is old, in short statements of their own, so that nobody waits for it. */
@Startup
@ApplicationScoped
class Retention {

    /** Some 100 ms of work; a publication's rows are never among them, but the disk is everybody's. */
    static final int BATCH = 5_000;

    /** Far above what a batch takes: the connection is half-open, and the next purge must not wait for it. */
    private static final Duration LOST = Duration.ofMinutes(1);

    private final Schema schema;
    private final Pool pool;
    private final Duration runsKeep;
    private final Duration historyKeep;
    private final Duration auditKeep;
    private final Duration issuanceKeep;

    Retention(
            Schema schema,
            Pool pool,
            @ConfigProperty(name = "mirror.runs.keep", defaultValue = "30d") Duration runsKeep,
            @ConfigProperty(name = "mirror.history.keep", defaultValue = "400d") Duration historyKeep,
            @ConfigProperty(name = "mirror.audit.keep", defaultValue = "400d") Duration auditKeep,
            @ConfigProperty(name = "mirror.issuance.keep", defaultValue = "1100d") Duration issuanceKeep) {
        requireADay("mirror.runs.keep", runsKeep);
        requireADay("mirror.history.keep", historyKeep);
        requireADay("mirror.audit.keep", auditKeep);
        requireADay("mirror.issuance.keep", issuanceKeep);
        this.schema = schema;
        this.pool = pool;
        this.runsKeep = runsKeep;
        this.historyKeep = historyKeep;
        this.auditKeep = auditKeep;
        this.issuanceKeep = issuanceKeep;
    }

    /** Less is a mistaken unit: nobody looks at a run, and no reader of changes rests, for minutes only. */
    static void requireADay(String key, Duration keep) {
        require(keep.compareTo(Duration.ofDays(1)) >= 0, key, "must be at least 1d, is " + keep);
    }

    /** Not with the start, when every chain may be due. */
    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return schema.isReady()
                ? Multi.createFrom()
                        .items(OldRows.values())
                        .onItem()
                        .transformToUniAndConcatenate(this::purge)
                        .collect()
                        .last()
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithUni(Retention::purgeLater)
                : Uni.createFrom().voidItem();
    }

    /** Batch after batch, until there is nothing more to delete. */
    private Uni<Integer> purge(OldRows rows) {
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(pool, rows).ifNoItem().after(LOST).fail())
                .whilst(deleted -> deleted > 0)
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(deleted -> report(rows, deleted));
    }

    /** @return how many rows it deleted */
    Uni<Integer> batch(SqlClient sql, OldRows rows) {
        return sql.preparedQuery(rows.sql())
                .execute(Tuple.of(keep(rows).toMillis() / 1e3, BATCH))
                .map(SqlResult::rowCount);
    }

    private Duration keep(OldRows rows) {
        return switch (rows) {
            case RUNS, HOLDS, QUARANTINE -> runsKeep;
            case CHANGES -> historyKeep;
            case AUDIT -> auditKeep;
            case ISSUANCE -> issuanceKeep;
            case STAGED -> Duration.ZERO;
        };
    }

    private static void report(OldRows rows, int deleted) {
        if (deleted > 0) {
            Log.infof("Purged: table=%s rows=%d", rows.table(), deleted);
        }
    }

    private static Uni<Void> purgeLater(Throwable failure) {
        if (DatabaseAbsence.isReason(failure)) {
            Log.warnf("The database cannot be used, old rows are purged later: %s", DatabaseAbsence.words(failure));
        } else {
            Log.error("Old rows could not be purged, trying again later", failure);
        }
        return Uni.createFrom().voidItem();
    }
}
