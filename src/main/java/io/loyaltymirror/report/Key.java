package io.loyaltymirror.report;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** A column of a report's order, and how its values are written in a cursor. */
record Key(String column, Form form) {

    static final Key CHAIN = new Key("chain_id", Form.WHOLE);
    static final Key KIND = new Key("kind", Form.WORD);
    static final Key TYPE = new Key("type_id", Form.WHOLE);
    static final Key DAY = new Key("day", Form.DAY);

    enum Form {
        WHOLE,
        DAY,
        /** Of the service's own: letters and low lines. */
        WORD
    }

    /** Empty where the text is none of its values. */
    Optional<Object> value(String text) {
        try {
            return switch (form) {
                case WHOLE -> Optional.of(Long.valueOf(text));
                case DAY ->
                    Optional.of(LocalDate.parse(text))
                            .filter(day -> day.getYear() > 0 && day.getYear() <= 9999)
                            .map(day -> day);
                case WORD -> Optional.<Object>of(text).filter(_ -> text.matches("[A-Za-z_]+"));
            };
        } catch (NumberFormatException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
