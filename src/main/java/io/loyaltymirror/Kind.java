package io.loyaltymirror;

import java.util.Locale;
import java.util.Optional;

/** The two kinds of loyalty types that a chain has. */
public enum Kind {
    CERTIFICATE_TYPE,
    MEMBERSHIP_TYPE;

    /** The kind's own word, in lower case: what tables, rows, logs and the mirror plane say. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this word, if there is one. */
    public static Optional<Kind> of(String word) {
        for (Kind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
