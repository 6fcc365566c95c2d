package io.loyaltymirror.upstream;

import io.loyaltymirror.Kind;
import java.util.List;

/** One complete list that upstream offers; together the views of a kind hold all of its rows. */
public enum View {
    CERTIFICATE_TYPES(Kind.CERTIFICATE_TYPE),
    CURRENT_MEMBERSHIP_TYPES(Kind.MEMBERSHIP_TYPE),
    ARCHIVED_MEMBERSHIP_TYPES(Kind.MEMBERSHIP_TYPE);

    private final Kind kind;

    View(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The views that must all be read to have seen every row of the kind. */
    public static List<View> of(Kind kind) {
        return switch (kind) {
            case CERTIFICATE_TYPE -> List.of(CERTIFICATE_TYPES);
            case MEMBERSHIP_TYPE -> List.of(CURRENT_MEMBERSHIP_TYPES, ARCHIVED_MEMBERSHIP_TYPES);
        };
    }
}
