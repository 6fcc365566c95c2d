package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The lists: a partial match of the title in any case, a page, and the true total. */
final class Pages {
    private static final int DEFAULT_SIZE = 10;

    private final SandboxSettings settings;
    private final long seed;

    /** The seed is for the order of this one list, if it is random. */
    Pages(SandboxSettings settings, long seed) {
        this.settings = settings;
        this.seed = seed;
    }

    /** A page past the end is empty; a size over the largest shrinks without a word. */
    Answer answer(Call call, String sizeParameter, TypeRows rows, Predicate<ObjectNode> shown) {
        var matching = rows.in(settings.undocumented().order(), seed).stream()
                .filter(shown)
                .filter(call.parameter("title").map(Pages::titled).orElse(row -> true))
                .toList();
        var size = call.count(sizeParameter, DEFAULT_SIZE);
        if (size > settings.maxPageSize()) {
            size = settings.oversizePageSize();
        }
        return Answer.list(Json.array().addAll(page(matching, call.count("page", 1), size)), total(matching.size()));
    }

    private ObjectNode total(int total) {
        return Json.object().put(settings.undocumented().totalAsCount() ? "count" : "total_count", total);
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
