package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The lists: a partial match of the title in any case, a page, and the true total. */
final class Pages {
    private static final int DEFAULT_SIZE = 10;

    private final SandboxSettings settings;

    Pages(SandboxSettings settings) {
        this.settings = settings;
    }

    /** A page past the end is empty; a size over the largest shrinks without a word. */
    Answer answer(Call call, String sizeParameter, TypeRows rows, Predicate<ObjectNode> shown) {
        var matching = rows.inOrder().stream()
                .filter(shown)
                .filter(call.parameter("title").map(Pages::titled).orElse(row -> true))
                .toList();
        var size = call.count(sizeParameter, DEFAULT_SIZE);
        if (size > settings.maxPageSize()) {
            size = settings.oversizePageSize();
        }
        return Answer.list(Json.array().addAll(page(matching, call.count("page", 1), size)), matching.size());
    }

    private static List<ObjectNode> page(List<ObjectNode> rows, int page, int size) {
        var from = Math.min((page - 1L) * size, rows.size());
        return rows.subList((int) from, (int) Math.min(from + size, rows.size()));
    }

    private static Predicate<ObjectNode> titled(String part) {
        var wanted = part.toLowerCase(Locale.ROOT);
        return row -> row.path("title").asText().toLowerCase(Locale.ROOT).contains(wanted);
    }
}
