package io.loyaltymirror.mutation;

import java.util.EnumSet;
import java.util.Set;

/** Where a row of the ledger stands; the steps between them are in the migration that makes the table. */
public enum State {
    /** Written down, nothing has left. */
    RECEIVED,
    /** It may have left. */
    SENDING,
    /** Upstream did it and said so. */
    SUCCEEDED,
    /** Upstream understood it and refused. */
    REJECTED,
    /** It may have been done; nobody knows yet. */
    UNKNOWN,
    /** Surely nothing left. */
    NOT_SENT,
    /** Found out: it was done. */
    ADOPTED,
    /** Found out: it was not done. */
    ABSENT,
    /** What was found fits only in part: a person decides. */
    CONFLICT;

    /** Those that keep others from changing the same thing. */
    static final Set<State> OPEN = EnumSet.of(RECEIVED, SENDING, UNKNOWN, CONFLICT);

    boolean isOpen() {
        return OPEN.contains(this);
    }

    /** Whether the same key may try again. */
    boolean mayBeTriedAgain() {
        return this == NOT_SENT || this == ABSENT;
    }
}
