package io.loyaltymirror.upstream;

import static io.loyaltymirror.upstream.BodyForm.EMPTY;
import static io.loyaltymirror.upstream.BodyForm.HTML;
import static io.loyaltymirror.upstream.BodyForm.REFUSAL;
import static io.loyaltymirror.upstream.BodyForm.SUCCESS;
import static io.loyaltymirror.upstream.BodyForm.THROTTLE;
import static io.loyaltymirror.upstream.Meaning.AMBIGUOUS;
import static io.loyaltymirror.upstream.Meaning.CREDENTIAL;
import static io.loyaltymirror.upstream.Meaning.FORBIDDEN;
import static io.loyaltymirror.upstream.Meaning.INVALID;
import static io.loyaltymirror.upstream.Meaning.NOT_FOUND;
import static io.loyaltymirror.upstream.Meaning.OK;
import static io.loyaltymirror.upstream.Meaning.THROTTLED;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What each answer means, for a read and for a write: the first row that fits, and the last one always does. Also in
 * src/docs/exchanges.md. (Altegio's Business Management API as documented, and what was seen of it.)
 */
final class ExchangeTable {

    private static final Set<BodyForm> ANY = EnumSet.allOf(BodyForm.class);

    /**
     * @param from the lowest status of the row
     * @param to the highest
     */
    record Row(int from, int to, Set<BodyForm> forms, Meaning read, Meaning write, String why) {

        private boolean fits(int status, BodyForm form) {
            return status >= from && status <= to && forms.contains(form);
        }
    }

    static final List<Row> ROWS = List.of(
            new Row(200, 299, EnumSet.of(SUCCESS), OK, OK, "what is inside is judged next"),
            new Row(200, 299, EnumSet.of(EMPTY), AMBIGUOUS, OK, "documented for deletes and the archive call"),
            new Row(200, 299, EnumSet.of(THROTTLE), THROTTLED, THROTTLED, "seen: the rate limit with status 200"),
            new Row(429, 429, ANY, THROTTLED, THROTTLED, "the rate limit"),
            new Row(403, 403, EnumSet.of(HTML), THROTTLED, THROTTLED, "the network before Altegio refuses the volume"),
            new Row(408, 408, ANY, AMBIGUOUS, AMBIGUOUS, "upstream gave up waiting, perhaps for itself"),
            new Row(400, 499, EnumSet.of(THROTTLE), THROTTLED, THROTTLED, "the rate limit under another status"),
            new Row(401, 401, EnumSet.of(REFUSAL), CREDENTIAL, CREDENTIAL, "never: no rows"),
            new Row(402, 403, EnumSet.of(REFUSAL), FORBIDDEN, FORBIDDEN, "not paid, or no rights"),
            new Row(404, 404, EnumSet.of(REFUSAL), NOT_FOUND, NOT_FOUND, "only Altegio itself can deny a thing"),
            new Row(400, 499, EnumSet.of(REFUSAL), INVALID, INVALID, "Altegio understood and refuses"),
            new Row(0, 999, ANY, AMBIGUOUS, AMBIGUOUS, "3xx, 4xx without an envelope, 5xx, success:false, unreadable"));

    private ExchangeTable() {}

    static Row row(int status, BodyForm form) {
        return ROWS.stream().filter(row -> row.fits(status, form)).findFirst().orElseThrow();
    }

    /** As in src/docs/exchanges.md. */
    static String markdown() {
        StringBuilder text = new StringBuilder("| status | body | a read | a write | why |\n|---|---|---|---|---|\n");
        for (Row row : ROWS) {
            text.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(
                            row.from() == row.to() ? row.from() : row.from() == 0 ? "any" : row.from() + "–" + row.to(),
                            row.forms().equals(ANY) ? "any" : row.forms(),
                            row.read(),
                            row.write(),
                            row.why()));
        }
        for (IoEvent event : IoEvent.values()) {
            text.append(
                    "| none | %s | %s | %s | %s |%n".formatted(event, event.meaning(), event.meaning(), event.words()));
        }
        return text.toString();
    }
}
