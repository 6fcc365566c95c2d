package io.loyaltymirror;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Brings an answer that comes on a thread of others back to the context of Vert.x that it was asked for on. */
public final class OwnContext {

    private OwnContext() {}

    /**
     * The same work, answered on the caller's context; as it is where the caller has none. What comes once nobody waits
     * any more is not told: {@code emitOn} passes it on, and Mutiny tells of each failure as of one that nobody heard,
     * though the first of those that were together was.
     */
    public static <T> Uni<T> of(Uni<T> work) {
        Context own = Vertx.currentContext();
        return own == null
                ? work
                : Uni.createFrom().emitter(answer -> {
                    Cancellable asked = work.subscribe()
                            .with(
                                    item -> own.runOnContext(_ -> answer.complete(item)),
                                    failure -> own.runOnContext(_ -> answer.fail(failure)));
                    answer.onTermination(asked::cancel);
                });
    }
}
