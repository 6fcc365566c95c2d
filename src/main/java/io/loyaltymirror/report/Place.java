package io.loyaltymirror.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place in a report, behind one of its rows; callers take it for one word. */
record Place(List<Object> values) {

    /** In no value of a key. */
    private static final String BETWEEN = "\n";

    /** Behind this row. */
    static Place behind(Report report, Map<String, Object> row) {
        return new Place(
                report.keys().stream().map(key -> row.get(key.column())).toList());
    }

    /** Empty where the word is no place of this report. */
    static Optional<Place> of(Report report, String word) {
        List<String> texts = texts(word);
        if (texts.size() != report.keys().size()) {
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            report.keys().get(i).value(texts.get(i)).ifPresent(values::add);
        }
        return values.size() == texts.size() ? Optional.of(new Place(values)) : Optional.empty();
    }

    private static List<String> texts(String word) {
        try {
            return List.of(new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8).split(BETWEEN, -1));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        String text = String.join(BETWEEN, values.stream().map(Object::toString).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
