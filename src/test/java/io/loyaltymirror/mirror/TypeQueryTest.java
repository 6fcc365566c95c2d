package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeQueryTest {

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 100", "21474837, 2147483600", "42949674, 4294967300", "2147483647, 214748364600"})
    void pagePastEveryEndBeginsPastTheEnd(int page, long offset) {
        TypeQuery query = new TypeQuery(
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                TypeQuery.Sort.DEFAULT,
                page,
                100);
        assertThat(query.offset()).isEqualTo(offset);
    }
}
