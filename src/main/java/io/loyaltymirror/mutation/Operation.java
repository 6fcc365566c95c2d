package io.loyaltymirror.mutation;

import io.loyaltymirror.Kind;

/** What can be changed upstream. */
public enum Operation {
    CREATE(Kind.CERTIFICATE_TYPE),
    UPDATE(Kind.CERTIFICATE_TYPE),
    DELETE(Kind.CERTIFICATE_TYPE),
    ARCHIVE(Kind.MEMBERSHIP_TYPE);

    private final Kind kind;

    Operation(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
