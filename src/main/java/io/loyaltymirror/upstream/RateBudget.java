package io.loyaltymirror.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The requests that upstream allows to one address. Callers wait in order for their turn and are never refused. Kept by
 * this process alone for now.
 */
@ApplicationScoped
public class RateBudget {

    private final Vertx vertx;
    private final PermitSchedule schedule;
    private final LongSupplier nanoTime;

    @Inject
    RateBudget(Vertx vertx, UpstreamConfig config) {
        this(vertx, new PermitSchedule(config.rate().perSecond(), config.rate().perMinute()), System::nanoTime);
    }

    RateBudget(Vertx vertx, PermitSchedule schedule, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.schedule = schedule;
        this.nanoTime = nanoTime;
    }

    /** Completes when one request may leave, on the caller's own Vert.x context. */
    Uni<Void> permit() {
        return Uni.createFrom().emitter(emitter -> {
            long now = nanoTime.getAsLong();
            long wait = schedule.next(now) - now;
            if (wait <= 0) {
                emitter.complete(null);
            } else {
                // Rounded up: a timer that fires early would make upstream see two requests too close.
                long millis = TimeUnit.NANOSECONDS.toMillis(wait) + 1;
                vertx.setTimer(millis, _ -> emitter.complete(null));
            }
        });
    }
}
