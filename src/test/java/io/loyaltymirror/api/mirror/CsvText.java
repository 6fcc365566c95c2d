package io.loyaltymirror.api.mirror;

import java.util.ArrayList;
import java.util.List;

/** Reads CSV by RFC 4180 and by nothing else; what is empty and not in quotes is null. */
final class CsvText {

    private final String text;
    private int at;

    private CsvText(String text) {
        this.text = text;
    }

    /** Lines of fields. */
    static List<List<String>> read(String text) {
        CsvText reader = new CsvText(text);
        List<List<String>> lines = new ArrayList<>();
        while (reader.at < text.length()) {
            lines.add(reader.line());
        }
        return lines;
    }

    private List<String> line() {
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        if (!text.startsWith("\r\n", at)) {
            throw new IllegalStateException("no end of a line at " + at + ": " + fields);
        }
        at += 2;
        return fields;
    }

    private String field() {
        if (text.charAt(at) == '"') {
            return quoted();
        }
        int begin = at;
        while (",\r\n\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return begin == at ? null : text.substring(begin, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        for (at++; text.charAt(at) != '"' || text.charAt(at + 1) == '"'; at++) {
            if (text.charAt(at) == '"') {
                at++;
            }
            field.append(text.charAt(at));
        }
        at++;
        return field.toString();
    }
}
