package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StretchTest {

    @ParameterizedTest
    @CsvSource({"0, 180, 1", "179.9, 180, 1", "180, 180, 1", "360, 180, 2", "270, 180, 1.5", "9000, 0, 1"})
    void intervalsStretchAsFarAsTheShareIsTooSmall(double needed, int share, double factor) {
        Stretch stretch = new Stretch(needed, share);
        assertThat(stretch.factor()).isEqualTo(factor);
        assertThat(stretch.fits()).isEqualTo(factor == 1);
    }
}
