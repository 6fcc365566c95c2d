package io.loyaltymirror.upstream;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Until when the requests of one caller may leave, by this process's monotonic clock, which goes on while the process is
 * stopped. Kept in the caller's Vert.x context, where it is looked at when a request has its connection: a process that
 * was stopped with a write in its hands must not send it later, when others have concluded that it did not.
 */
final class LeaveBy {

    private static final Object KEY = LeaveBy.class;

    private LeaveBy() {}

    /** @param nanos null for no such time: whoever had the context before may have left one */
    static void set(Long nanos) {
        Context context = Vertx.currentContext();
        if (context == null || !VertxContext.isDuplicatedContext(context)) {
            return;
        }
        if (nanos == null) {
            context.removeLocal(KEY);
        } else {
            context.putLocal(KEY, nanos);
        }
    }

    static boolean isPast() {
        Context context = Vertx.currentContext();
        return context != null
                && VertxContext.isDuplicatedContext(context)
                && context.getLocal(KEY) instanceof Long nanos
                && System.nanoTime() - nanos > 0;
    }
}
