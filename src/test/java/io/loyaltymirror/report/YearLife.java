package io.loyaltymirror.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What complete scans saw of one type, and what must be reported of it: worked out from what upstream showed, and from
 * nothing that the service stores.
 */
final class YearLife {

    /** When a scan was under way. */
    record Window(Instant begun, Instant ended) {

        boolean contains(Instant time) {
            return !time.isBefore(begun) && !time.isAfter(ended);
        }

        LocalDate day() {
            return ended.atOffset(ZoneOffset.UTC).toLocalDate();
        }
    }

    /** A state that was published; the body is null where the type was gone. */
    record State(String op, JsonNode body, Window window) {}

    /** What moved on a day; after: the scan that saw the total before, null where nobody did. */
    record Sold(long issued, long fell, long total, Window after, boolean isExact, Window until) {

        private Sold then(long now, Window window) {
            return new Sold(
                    issued + Math.max(now - total, 0),
                    fell + Math.max(total - now, 0),
                    now,
                    after == null ? until : after,
                    isExact,
                    window);
        }
    }

    final Kind kind;
    final List<State> states = new ArrayList<>();
    final Map<LocalDate, Sold> sold = new TreeMap<>();
    JsonNode body;
    boolean isGone;
    private long total;
    private Window lastSeen;
    private Window firstMissed;
    private int missed;

    YearLife(Kind kind) {
        this.kind = kind;
    }

    void seen(JsonNode row, Window window) {
        if (body == null) {
            states.add(new State("CREATED", row, window));
            sold.put(window.day(), new Sold(0, 0, total(row), null, true, window));
        } else {
            if (isGone) {
                states.add(new State("BACK", row, window));
            } else if (!definition(row).equals(definition(body))) {
                states.add(new State("CHANGED", row, window));
            }
            count(total(row), window);
        }
        body = row;
        total = total(row);
        lastSeen = window;
        isGone = false;
        missed = 0;
    }

    private void count(long now, Window window) {
        if (now == total) {
            return;
        }
        sold.compute(
                window.day(),
                (_, day) -> day == null
                        ? new Sold(
                                Math.max(now - total, 0), Math.max(total - now, 0), now, lastSeen, missed == 0, window)
                        : day.then(now, window));
    }

    /** Certificate types are asked for by id at the second scan; membership types need a third one, an hour later. */
    void missed(Window window) {
        if (isGone) {
            return;
        }
        firstMissed = missed == 0 ? window : firstMissed;
        missed++;
        int enough = kind == Kind.CERTIFICATE_TYPE ? 2 : 3;
        Duration apart = kind == Kind.CERTIFICATE_TYPE ? Duration.ofMinutes(1) : Duration.ofHours(1);
        if (missed >= enough
                && Duration.between(firstMissed.begun(), window.begun()).compareTo(apart) >= 0) {
            isGone = true;
            states.add(new State("GONE", null, window));
        }
    }

    private long total(JsonNode row) {
        return row.path(YearEditor.total(kind)).asLong();
    }

    /** 500 and 500.0 are one price. */
    private Map<String, String> definition(JsonNode row) {
        Map<String, String> definition = new TreeMap<>();
        row.properties().forEach(field -> {
            JsonNode value = field.getValue();
            definition.put(
                    field.getKey(),
                    value.isNumber() ? value.decimalValue().stripTrailingZeros().toPlainString() : value.toString());
        });
        definition.remove(YearEditor.total(kind));
        return definition;
    }

    /** The states that people would compare prices of: those in which it was there, one after the other. */
    List<State> present() {
        return states.stream().filter(state -> state.body() != null).toList();
    }
}
