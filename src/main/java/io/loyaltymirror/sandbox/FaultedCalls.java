package io.loyaltymirror.sandbox;

import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Calls of the API, which its faults turn, drop or put off. */
final class FaultedCalls {
    private static final Logger LOG = System.getLogger(FaultedCalls.class.getName());

    private final Vertx vertx;
    private final SandboxState state;
    private final AltegioApi api;

    FaultedCalls(Vertx vertx, SandboxState state) {
        this.vertx = vertx;
        this.state = state;
        api = new AltegioApi(state);
    }

    /** What upstream does without a fault. */
    Answer answer(Call call) {
        return answer(api, call);
    }

    /** What the fault is put on: the answer of a write that is not done, or not yet, is the one it would get now. */
    Answer answer(Call call, Fault fault) {
        if (call.isRead()) {
            return answer(api, fault.page() == null ? call : fault.page().taken(call));
        }
        if (fault.writeIsDone() && fault.commitDelayMs() == 0) {
            return answer(api, call);
        }
        var rehearsed = answer(new AltegioApi(state.rehearsal()), call);
        if (fault.writeIsDone()) {
            commitLater(call, fault.commitDelayMs());
        }
        return rehearsed;
    }

    private void commitLater(Call call, int millis) {
        var resets = state.resets();
        vertx.setTimer(millis, timer -> {
            if (state.resets() == resets) {
                answer(api, call);
            }
        });
    }

    private static Answer answer(AltegioApi api, Call call) {
        try {
            return api.answer(call);
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the sandbox failed at " + call.method() + " " + call.uri(), e);
            return Answer.refusal(500, "The sandbox failed.");
        }
    }
}
