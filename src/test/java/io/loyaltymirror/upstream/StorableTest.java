package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Where each bound lies: one step inside and one step outside. */
class StorableTest {

    @Test
    void depthEndsAt64() {
        assertThat(Storable.whyNot(Rows.json(nested(65)))).isEmpty();
        assertThat(Storable.whyNot(Rows.json(nested(66)))).contains("nested deeper than 64");
    }

    @Test
    void depthIsCountedThroughObjectsToo() {
        assertThat(Storable.whyNot(Rows.json("{\"a\":".repeat(64) + "1" + "}".repeat(64))))
                .isEmpty();
        assertThat(Storable.whyNot(Rows.json("{\"a\":".repeat(65) + "1" + "}".repeat(65))))
                .contains("nested deeper than 64");
    }

    @Test
    void sizeEndsAtAMillionCharacters() {
        assertThat(Storable.whyNot("x".repeat(1 << 20))).isEmpty();
        assertThat(Storable.whyNot("x".repeat((1 << 20) + 1))).isPresent();
    }

    @Test
    void wholeNumbersEndAt1000Digits() {
        BigInteger largest = BigInteger.TEN.pow(1_000).subtract(BigInteger.ONE);
        assertThat(Storable.whyNot(BigIntegerNode.valueOf(largest))).isEmpty();
        assertThat(Storable.whyNot(BigIntegerNode.valueOf(largest.add(BigInteger.ONE))))
                .isPresent();
    }

    @Test
    void exponentsEndAt1000EitherWay() {
        assertThat(Storable.whyNot(decimal("1e1000"))).isEmpty();
        assertThat(Storable.whyNot(decimal("1e1001"))).isPresent();
        assertThat(Storable.whyNot(decimal("1e-1000"))).isEmpty();
        assertThat(Storable.whyNot(decimal("1e-1001"))).isPresent();
        assertThat(Storable.whyNot(decimal("1e2147483647"))).isPresent();
        assertThat(Storable.whyNot(decimal("0e-2147483647"))).isPresent();
    }

    private static String nested(int lists) {
        return "[".repeat(lists) + "]".repeat(lists);
    }

    private static DecimalNode decimal(String text) {
        return DecimalNode.valueOf(new BigDecimal(text));
    }
}
