package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.FencedException;
import io.loyaltymirror.upstream.UpstreamFailure;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.quarkus.logging.Log;

/**
 * How a run ends that published nothing.
 *
 * @param next when the chain is due again
 */
record Ending(Account account, Next next) {

    /** When a chain is due again. */
    enum Next {
        /** At its interval: a chain that people are editing is torn now and then. */
        INTERVAL,
        /** Later with each failure: failures cost permits too. */
        BACK_OFF,
        /** As it was: nothing is said of the chain, and another process may read it at once. */
        UNCHANGED,
        /** The chain is somebody else's now, and so is its schedule. */
        NOT_OURS
    }

    static Ending of(Throwable failure, OpenRun run, int requests) {
        return switch (failure) {
            case FencedException fenced -> of(Outcome.FENCED, fenced.getMessage(), requests, Next.NOT_OURS);
            case ToldToStopException told -> of(Outcome.FAILED, told.getMessage(), requests, Next.UNCHANGED);
            // Not the chain's fault; all scans rest as it is.
            case Rejected refused
            when refused.reason() == Reason.CREDENTIAL ->
                of(Outcome.FAILED, refused.getMessage(), requests, Next.INTERVAL);
            case UpstreamFailure known -> of(Outcome.FAILED, known.getMessage(), requests, Next.BACK_OFF);
            case Throwable other
            when DatabaseAbsence.isReason(other) ->
                of(Outcome.FAILED, "the database could not be used", requests, Next.BACK_OFF);
            default -> {
                Log.errorf(failure, "Run failed unexpectedly: %s", run);
                yield of(Outcome.FAILED, "an unexpected failure; the log says which", requests, Next.BACK_OFF);
            }
        };
    }

    private static Ending of(Outcome outcome, String reason, int requests, Next next) {
        return new Ending(Account.ofNothing(outcome, reason, new Account.Effort(1, requests)), next);
    }
}
