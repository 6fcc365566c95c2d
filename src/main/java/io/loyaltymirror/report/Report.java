package io.loyaltymirror.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The natural questions. Each is one view of the schema {@code reporting}, whose comments say what its columns mean. */
public enum Report {
    FRESHNESS("chain_freshness", Period.NONE, "How fresh each chain and kind is", Key.CHAIN, Key.KIND),
    SALES("issuance_daily", Period.DAY, "What was issued by type and day", Key.CHAIN, Key.DAY, Key.KIND, Key.TYPE),
    CATALOGUE(
            "catalogue_by_location",
            Period.NONE,
            "Which types each location has",
            Key.CHAIN,
            new Key("location_id", Key.Form.WHOLE),
            Key.KIND,
            Key.TYPE),
    CHANGES(
            "price_or_archive_change",
            Period.AT,
            "When prices and archiving changed, from what to what",
            Key.CHAIN,
            new Key("generation", Key.Form.WHOLE),
            new Key("seq", Key.Form.WHOLE)),
    MUTATIONS(
            "mutation_outcome",
            Period.DAY,
            "What became of the changes that callers asked for, by day",
            Key.CHAIN,
            Key.DAY,
            Key.KIND,
            new Key("operation", Key.Form.WORD),
            new Key("state", Key.Form.WORD));

    private final String view;
    private final Period period;
    private final String words;
    private final List<Key> keys;

    Report(String view, Period period, String words, Key... keys) {
        this.view = view;
        this.period = period;
        this.words = words;
        this.keys = List.of(keys);
    }

    /** The one of this name, as it stands in addresses. */
    public static Optional<Report> of(String word) {
        return Arrays.stream(values())
                .filter(report -> report.word().equals(word))
                .findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its view, schema included. */
    public String view() {
        return "reporting." + view;
    }

    /** What it answers. */
    public String words() {
        return words;
    }

    /** Whether it can be asked about some days only. */
    public boolean hasPeriod() {
        return period != Period.NONE;
    }

    Period period() {
        return period;
    }

    /** The columns by which it is in order; no two rows have the same values in them. */
    List<Key> keys() {
        return keys;
    }

    /** What says on which day (UTC) a row is. */
    enum Period {
        NONE(""),
        DAY("day"),
        AT("(at AT TIME ZONE 'UTC')::date");

        private final String sql;

        Period(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }
}
