package io.loyaltymirror.sync;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.Schema;
import io.loyaltymirror.upstream.Upstream;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the chains that are due, on schedule; and one chain at once, when somebody asks for it. */
@ApplicationScoped
public class SyncJob {

    /** Scans of this process at a time: enough to fill the rate budget while some of them wait for answers. */
    private static final int MAX_SCANS = 4;

    /** Above {@code mirror.database.silence} as it is by default: what is given up must not claim a chain later. */
    private static final Duration LOST = Duration.ofMinutes(2);

    private final Schema schema;
    private final ChainRegistration registration;
    private final Claims claims;
    private final ChainScan scan;
    private final Upstream upstream;
    private final Shift shift;
    private final Stretching stretching;
    private final Duration patience;
    private final Set<Fence> reading = ConcurrentHashMap.newKeySet();
    private final Looks looks = new Looks();

    SyncJob(
            Schema schema,
            ChainRegistration registration,
            Claims claims,
            ChainScan scan,
            Upstream upstream,
            Shift shift,
            Stretching stretching,
            SyncConfig config) {
        this.schema = schema;
        this.registration = registration;
        this.claims = claims;
        this.scan = scan;
        this.upstream = upstream;
        this.shift = shift;
        this.stretching = stretching;
        this.patience = config.tick().dividedBy(MAX_SCANS - 1);
    }

    /**
     * Looks for chains that are due, until a look finds none or no place is free. One look at a time: two at once would
     * both fill the same free places.
     */
    @Scheduled(every = "${mirror.sync.tick}")
    Uni<Void> tick() {
        if (!schema.isReady() || shift.isOver() || !looks.ask()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .deferred(this::look)
                .repeat()
                .whilst(again -> again)
                .onCancellation()
                .invoke(looks::stop)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** @return whether to look again: something was claimed, or somebody asked while this look was under way */
    private Uni<Boolean> look() {
        int begun = looks.begin();
        return registration
                .ensure()
                .chain(stretching::keepFresh)
                .chain(() -> shift.begin(this::claimNext))
                .ifNoItem()
                .after(LOST)
                .fail()
                .map(claimed -> claimed || !looks.end(begun))
                .onFailure()
                .recoverWithUni(failure -> tryLater(failure).invoke(looks::stop).replaceWith(false));
    }

    /**
     * Claims the chain that is due for longest. Of chains that are due at once each process first takes one; the more it
     * reads already, the longer a chain must have been due before it takes that too, so that who reads less comes first.
     * The last place is for what is due for a whole tick: by then everybody else had a look.
     */
    private Uni<Boolean> claimNext() {
        List<ChainId> ours = reading.stream().map(Fence::chain).toList();
        return upstream.admittedScans(MAX_SCANS) <= ours.size()
                ? Uni.createFrom().item(false)
                : claims.due(patience.multipliedBy(ours.size()), ours)
                        .invoke(due -> due.ifPresent(claim -> inBackground(claim, readAll(claim, claim.kinds()))))
                        .map(Optional::isPresent);
    }

    /** Three times in a lease, so that one renewal may fail. */
    @Scheduled(every = "${mirror.sync.renew}")
    Uni<Void> renew() {
        return reading.isEmpty()
                ? Uni.createFrom().voidItem()
                : claims.renew(Set.copyOf(reading)).onFailure().recoverWithUni(SyncJob::tryLater);
    }

    /**
     * Begins to read a chain now, whether it is due or not.
     *
     * @return the id of the first run; null where the chain is being read already; fails with
     *     {@link ToldToStopException} where nothing begins any more
     */
    public Uni<Long> now(ChainId chain, List<Kind> kinds) {
        return shift.begin(() ->
                claims.begin(chain, kinds).map(begun -> begun.map(this::goOn).orElse(null)));
    }

    private long goOn(Claims.Begun begun) {
        Claim claim = begun.claim();
        List<Kind> others = claim.kinds().subList(1, claim.kinds().size());
        inBackground(claim, scan.finish(begun.run(), true).chain(() -> readAll(claim, others)));
        return begun.run().id();
    }

    private Uni<Void> readAll(Claim claim, List<Kind> kinds) {
        return Multi.createFrom()
                .iterable(kinds)
                .onItem()
                .transformToUniAndConcatenate(kind -> scan.run(claim.fence(), kind))
                .toUni();
    }

    /** The one place where work goes on that no caller waits for. */
    private void inBackground(Claim claim, Uni<Void> work) {
        Fence fence = claim.fence();
        reading.add(fence);
        shift.goOn();
        work.eventually(() -> claims.release(fence))
                .onTermination()
                .invoke(() -> leave(fence))
                // The next chain that is due need not wait for the tick; after a failure it does.
                .chain(this::tick)
                .subscribe()
                .with(
                        _ -> {},
                        failure -> Log.warnf(
                                "Reading stopped: chain=%s %s", fence.chain(), DatabaseAbsence.words(failure)));
    }

    private void leave(Fence fence) {
        reading.remove(fence);
        shift.end();
    }

    private static Uni<Void> tryLater(Throwable failure) {
        if (failure instanceof ToldToStopException) {
            return Uni.createFrom().voidItem();
        }
        if (DatabaseAbsence.isReason(failure)) {
            Log.warnf("The database cannot be used, trying again: %s", DatabaseAbsence.words(failure));
        } else {
            Log.error("Looking for due chains failed, trying again", failure);
        }
        return Uni.createFrom().voidItem();
    }
}
