package io.loyaltymirror.mirror;

import io.loyaltymirror.upstream.TypePayload;
import java.util.List;
import java.util.function.Function;

/** Rows as the arrays that {@code unnest} takes. */
record TypeColumns(List<TypePayload> rows) {

    Long[] ids() {
        return rows.stream().map(TypePayload::id).toArray(Long[]::new);
    }

    String[] bodies() {
        return texts(TypePayload::body);
    }

    String[] foldedTitles() {
        return texts(row -> MirroredTypes.fold(row.title()));
    }

    String[] contentHashes() {
        return texts(TypePayload::contentHash);
    }

    String[] definitionHashes() {
        return texts(TypePayload::definitionHash);
    }

    private String[] texts(Function<TypePayload, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }
}
