package io.loyaltymirror.sync;

import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.mirror.FencedException;
import io.loyaltymirror.sync.Account.Effort;
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

    static Ending of(Throwable failure, OpenRun run, Effort effort) {
        return switch (failure) {
            case FencedException fenced -> of(Outcome.FENCED, fenced.getMessage(), effort, Next.NOT_OURS);
            case ToldToStopException told -> of(Outcome.FAILED, told.getMessage(), effort, Next.UNCHANGED);
            // Not the chain's fault; all scans rest as it is.
            case Rejected refused
            when refused.reason() == Reason.CREDENTIAL ->
                of(Outcome.FAILED, refused.getMessage(), effort, Next.INTERVAL);
            case UpstreamFailure known
            when known.lacksBudget() -> of(Outcome.FAILED, known.getMessage(), effort, Next.INTERVAL);
            case UpstreamFailure known -> of(Outcome.FAILED, known.getMessage(), effort, Next.BACK_OFF);
            case Throwable other
            when DatabaseAbsence.isReason(other) ->
                of(Outcome.FAILED, "the database could not be used", effort, Next.INTERVAL);
            default -> {
                Log.errorf(failure, "Run failed unexpectedly: %s", run);
                yield of(Outcome.FAILED, "an unexpected failure; the log says which", effort, Next.BACK_OFF);
            }
        };
    }

    private static Ending of(Outcome outcome, String reason, Effort effort, Next next) {
        return new Ending(Account.ofNothing(outcome, reason, effort), next);
    }
}
