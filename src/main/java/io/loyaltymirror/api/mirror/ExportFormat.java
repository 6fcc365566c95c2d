package io.loyaltymirror.api.mirror;

import io.loyaltymirror.mirror.ExportPage;
import io.loyaltymirror.mirror.Exports;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How an export is written. */
enum ExportFormat {
    NDJSON("application/x-ndjson") {
        @Override
        String text(ExportPage page) {
            StringBuilder lines = new StringBuilder();
            page.types().forEach(type -> line(lines, type));
            return lines.toString();
        }
    },
    CSV("text/csv;charset=UTF-8") {
        @Override
        String text(ExportPage page) {
            return Csv.of(Exports.COLUMNS, page.types(), page.isFirst());
        }
    };

    private final String contentType;

    ExportFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The format of this word, if there is one. */
    static Optional<ExportFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }

    /** Its name in addresses and files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String contentType() {
        return contentType;
    }

    byte[] bytes(ExportPage page) {
        return text(page).getBytes(StandardCharsets.UTF_8);
    }

    abstract String text(ExportPage page);

    /** The body is put in as it is stored: no number of it becomes another one on its way. */
    private static void line(StringBuilder lines, Map<String, Object> type) {
        lines.append("{\"kind\":\"")
                .append(type.get("kind"))
                .append("\",\"id\":")
                .append(type.get("id"))
                .append(",\"listed\":")
                .append(type.get("is_listed"))
                .append(",\"state\":\"")
                .append(type.get("state"))
                .append("\",\"body\":")
                .append(type.get("body"))
                .append("}\n");
    }
}
