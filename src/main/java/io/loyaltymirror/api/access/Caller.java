package io.loyaltymirror.api.access;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.api.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Who makes the current request. */
@ApplicationScoped
public class Caller {

    static final String SCOPE = "mirror.chains";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The name of the caller's key. */
    public String name() {
        return identity.getPrincipal().getName();
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

    /** The chains that a list is of: the one that was asked for, else all of the caller's; empty where that is every chain. */
    public Optional<Set<Long>> chains(OptionalLong asked) {
        return asked.isPresent() ? Optional.of(Set.of(chain(asked.getAsLong()).value())) : scope().limit();
    }

    /** What an unknown chain is told, and so a foreign one. */
    public static Refusal unknown(long id) {
        return Refusal.notFound("There is no chain " + id);
    }
}
