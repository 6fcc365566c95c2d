package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.api.access.Caller;
import io.loyaltymirror.mirror.AuditTrail;
import io.loyaltymirror.mirror.AuditTrail.Step;
import io.loyaltymirror.mirror.DatabaseAbsence;
import io.loyaltymirror.sync.ToldToStopException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Does what an operator asks for, once it is written down that he did; without that it is not done. */
@ApplicationScoped
class Audited {

    private final AuditTrail trail;
    private final Caller caller;

    Audited(AuditTrail trail, Caller caller) {
        this.trail = trail;
        this.caller = caller;
    }

    /**
     * Does it.
     *
     * @param target what it is done to, such as {@code run 12}
     * @param reason null where none was given
     */
    <T> Uni<T> perform(String action, String target, Long chain, String reason, Supplier<Uni<? extends T>> work) {
        return trail.begin(new Step(caller.name(), action, target, chain, reason))
                .chain(id -> Uni.createFrom()
                        .deferred(work)
                        .onItemOrFailure()
                        .call((answer, failure) -> end(id, failure == null ? status(answer) : status(failure))));
    }

    /** It is done, or refused: that its end could not be written down changes nothing of it. */
    private Uni<Void> end(long id, int status) {
        return trail.end(id, status).onFailure().recoverWithUni(failure -> {
            Log.errorf(
                    "The end of an audited step was not written down: audit=%d status=%d %s",
                    id, status, DatabaseAbsence.words(failure));
            return Uni.createFrom().voidItem();
        });
    }

    private static int status(Object answer) {
        return answer instanceof RestResponse<?> response ? response.getStatus() : 200;
    }

    private static int status(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.status();
        }
        return failure instanceof ToldToStopException || DatabaseAbsence.isReason(failure) ? 503 : 500;
    }
}
