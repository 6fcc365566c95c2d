package io.loyaltymirror.api.access;

import java.util.Set;

/** What a caller may do. None includes another. */
public final class Roles {

    /** Read both planes. */
    public static final String READ = "read";

    /** Create, change and archive types. */
    public static final String WRITE = "write";

    /** Trigger runs, release holds, decide mutations. */
    public static final String OPERATE = "operate";

    static final Set<String> ALL = Set.of(READ, WRITE, OPERATE);

    private Roles() {}
}
