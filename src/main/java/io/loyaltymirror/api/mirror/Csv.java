package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.loyaltymirror.report.Answer;

/** A report's rows as RFC 4180 has them: a header, commas, CRLF; quotes where a value needs them; NULL is empty, and an empty
 * text is in quotes. */
final class Csv {

    private static final CsvMapper MAPPER = CsvMapper.csvBuilder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .build();

    private Csv() {}

    static String of(Answer answer) {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
        answer.columns().forEach(schema::addColumn);
        try {
            return MAPPER.writer(schema.build()).writeValueAsString(answer.rows());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always written", e);
        }
    }
}
