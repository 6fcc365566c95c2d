package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.loyaltymirror.report.Answer;
import java.util.List;

/** A report's rows as RFC 4180 has them: a header, commas, CRLF; quotes where a value needs them; NULL is empty. */
final class Csv {

    private static final CsvMapper MAPPER = CsvMapper.csvBuilder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build();

    private Csv() {}

    static String of(Answer answer) {
        CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n");
        answer.columns().forEach(schema::addColumn);
        try {
            ObjectWriter writer = MAPPER.writer(schema.build());
            return writer.writeValueAsString(answer.rows().isEmpty() ? List.of() : answer.rows());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always written", e);
        }
    }
}
