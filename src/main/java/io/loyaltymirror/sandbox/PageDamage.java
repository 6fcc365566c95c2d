package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What is wrong with the envelope of the true answer: that of a list, or, where it can be, of any request. */
@EnumNaming(SnakeCaseStrategy.class)
public enum PageDamage implements Harm {
    /** The last third of the rows is left out; no other page has them. */
    SHORT_PAGE(Shows.LIST),
    EMPTY_PAGE(Shows.LIST),
    /** The page before the one asked for. */
    REPEATED_PAGE(Shows.LATER_PAGE),
    /** Always the first page. */
    PAGE_IGNORED(Shows.LATER_PAGE),
    /** As if 25 rows had been asked for. */
    CLAMPED_SIZE(Shows.LARGE_PAGE),
    /** The last row is the first once more. */
    DUPLICATE_IDS(Shows.LIST),
    TOTAL_TOO_SMALL(Shows.LIST),
    TOTAL_TOO_LARGE(Shows.LIST),
    TOTAL_ZERO(Shows.LIST),
    TOTAL_AS_STRING(Shows.LIST),
    /** {@code meta.count}, as at other places of the API. */
    TOTAL_AS_COUNT(Shows.LIST),
    /** {@code {"0":{…},"1":{…}}}. */
    DATA_AS_OBJECT(Shows.LIST),
    DATA_NULL(Shows.ANYWHERE),
    META_AS_ARRAY(Shows.ANYWHERE),
    META_MISSING(Shows.ANYWHERE),
    IDS_AS_STRINGS(Shows.ANYWHERE),
    /** All numbers and booleans of the rows; true is "1" and false is "0". */
    VALUES_AS_STRINGS(Shows.ANYWHERE);

    private static final Pattern LIST = Pattern.compile("/loyalty/(certificate_types|abonement_types)/?$");
    private static final int CLAMP = 25;

    private final Shows shows;

    private enum Shows {
        LIST,
        LATER_PAGE,
        LARGE_PAGE,
        ANYWHERE
    }

    PageDamage(Shows shows) {
        this.shows = shows;
    }

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean fits(Call call) {
        var list = call.method().equals("GET") && LIST.matcher(call.path()).find();
        return switch (shows) {
            case LIST -> list;
            case LATER_PAGE -> list && call.count("page", 1) > 1;
            case LARGE_PAGE -> list && clamped(call) != call;
            case ANYWHERE -> true;
        };
    }

    /** What upstream takes the request for. */
    Call taken(Call call) {
        return switch (this) {
            case REPEATED_PAGE -> call.with("page", call.count("page", 1) - 1);
            case PAGE_IGNORED -> call.with("page", 1);
            case CLAMPED_SIZE -> clamped(call);
            default -> call;
        };
    }

    private static Call clamped(Call call) {
        var clamped = call;
        for (var size : List.of("page_size", "limit")) {
            clamped = call.count(size, 0) > CLAMP ? clamped.with(size, CLAMP) : clamped;
        }
        return clamped;
    }

    /** The envelope, damaged; a refusal, which has no data, and what has no body at all stay as they are. */
    Answer damaged(Answer answer) {
        if (!(answer.body() instanceof ObjectNode whole) || answer.status() >= 400) {
            return answer;
        }
        var envelope = whole.deepCopy();
        if (envelope.get("data") instanceof ArrayNode rows) {
            damagePage(envelope, rows);
        }
        switch (this) {
            case DATA_NULL -> envelope.putNull("data");
            case META_AS_ARRAY -> envelope.putArray("meta");
            case META_MISSING -> envelope.remove("meta");
            case IDS_AS_STRINGS -> RowDamage.idsAsStrings(envelope.get("data"));
            case VALUES_AS_STRINGS -> envelope.set("data", RowDamage.valuesAsStrings(envelope.get("data")));
            default -> {}
        }
        return new Answer(answer.status(), envelope);
    }

    private void damagePage(ObjectNode envelope, ArrayNode rows) {
        switch (this) {
            case SHORT_PAGE -> RowDamage.shorten(rows);
            case EMPTY_PAGE -> rows.removeAll();
            case DUPLICATE_IDS -> RowDamage.duplicate(rows);
            case DATA_AS_OBJECT -> envelope.set("data", RowDamage.numbered(rows));
            case TOTAL_TOO_SMALL, TOTAL_TOO_LARGE, TOTAL_ZERO, TOTAL_AS_STRING, TOTAL_AS_COUNT ->
                envelope.set(
                        "meta", total(envelope.path("meta").path("total_count").asInt()));
            default -> {}
        }
    }

    private ObjectNode total(int total) {
        var meta = Json.object();
        return switch (this) {
            case TOTAL_TOO_SMALL -> meta.put("total_count", Math.max(0, total - 1));
            case TOTAL_TOO_LARGE -> meta.put("total_count", total + 1);
            case TOTAL_ZERO -> meta.put("total_count", 0);
            case TOTAL_AS_STRING -> meta.put("total_count", Integer.toString(total));
            default -> meta.put("count", total);
        };
    }
}
