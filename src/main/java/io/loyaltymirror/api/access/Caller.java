package io.loyaltymirror.api.access;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Who makes the current request. */
@ApplicationScoped
public class Caller {

    static final String SCOPE = "mirror.chains";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The chains that this caller may know of. */
    public ChainScope scope() {
        return identity.getAttribute(SCOPE);
    }

    /** The chain of a request, if it is the caller's; a foreign chain answers like one that does not exist. */
    public ChainId chain(long id) {
        if (!scope().includes(id)) {
            throw unknown(id);
        }
        return new ChainId(id);
    }

    /** What an unknown chain is told, and so a foreign one. */
    public static Refusal unknown(long id) {
        return Refusal.notFound("There is no chain " + id);
    }
}
