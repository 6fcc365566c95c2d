package io.loyaltymirror.upstream;

import io.loyaltymirror.ChainId;
import io.quarkus.logging.Log;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds out whether an upstream that was left alone works again, by a cheap read: writes wait for that, for one of them
 * that failed would have an outcome that nobody knows. A scan may find it out first.
 */
@ApplicationScoped
class Probe {

    /** The breaker lets nothing through before its delay is over. */
    private static final Duration LATER = Duration.ofMillis(20);

    private static final TypeLiteral<Uni<Void>> NOTHING = new TypeLiteral<>() {
        private static final long serialVersionUID = 1L;
    };

    private final Vertx vertx;
    private final Wire wire;
    private final Guards guards;
    private final Exchanges exchanges;
    private final long delayMillis;
    private final AtomicBoolean isWaiting = new AtomicBoolean();
    private volatile ChainId chain;

    Probe(Vertx vertx, Wire wire, Guards guards, Exchanges exchanges, UpstreamConfig config) {
        this.vertx = vertx;
        this.wire = wire;
        this.guards = guards;
        this.exchanges = exchanges;
        this.delayMillis = config.breaker().delay().plus(LATER).toMillis();
        guards.whenOpen(this::later);
    }

    private void later() {
        if (isWaiting.compareAndSet(false, true)) {
            // Whoever opened the breaker has nothing to do with the probe, nor has what is kept in his context.
            Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            vertx.setTimer(delayMillis, _ -> own.runOnContext(_ -> probe()));
        }
    }

    /** A chain that upstream was asked about: its answer, be it a refusal, shows that it works. */
    void remember(ChainId asked) {
        chain = asked;
    }

    private void probe() {
        isWaiting.set(false);
        if (guards.admitsWrites() || chain == null) {
            return;
        }
        Exchange exchange = exchanges.interactive();
        guards.probe(
                        () -> exchange.send(header -> wire.probe(header, chain))
                                .invoke(Received::read)
                                .replaceWithVoid(),
                        exchange,
                        NOTHING)
                .subscribe()
                .with(_ -> {}, this::failed);
    }

    private void failed(Throwable failure) {
        Log.infof("Upstream was tried: %s", failure.getMessage());
        if (!guards.admitsWrites()) {
            later();
        }
    }
}
