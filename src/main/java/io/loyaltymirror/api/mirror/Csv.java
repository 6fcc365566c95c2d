package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.loyaltymirror.report.Answer;
import java.util.List;
import java.util.Map;

/** Rows as RFC 4180 has them: a header, commas, CRLF; quotes where a text needs them, and around long ones; NULL is empty, and an empty
 * text is in quotes. */
final class Csv {

    /** Its strict check would quote less, and no empty text at all, whatever it is told; nor a space that readers trim. */
    private static final CsvMapper MAPPER = CsvMapper.csvBuilder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .build();

    private Csv() {}

    static String of(Answer answer) {
        return of(answer.columns(), answer.rows(), true);
    }

    /** @param isFirst whether the header comes before these rows */
    static String of(List<String> columns, List<Map<String, Object>> rows, boolean isFirst) {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(isFirst).setLineSeparator("\r\n");
        columns.forEach(schema::addColumn);
        try {
            return MAPPER.writer(schema.build()).writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always written", e);
        }
    }
}
