package io.loyaltymirror.upstream;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;

/**
 * Somebody who waits for a permit.
 *
 * @param context where the answer is wanted; null: anywhere
 * @param asker on whose behalf: askers take turns
 * @param freshFor nanoseconds after its time that the permit is good for
 * @param since when the waiting began
 */
record Waiter(
        UniEmitter<? super Permit> emitter, Context context, Traffic traffic, Object asker, long freshFor, long since) {

    void go(Permit permit) {
        on(() -> emitter.complete(permit));
    }

    void fail(Throwable reason) {
        on(() -> emitter.fail(new NoBudgetException(reason)));
    }

    private void on(Runnable answer) {
        if (context == null) {
            answer.run();
        } else {
            context.runOnContext(_ -> answer.run());
        }
    }
}
