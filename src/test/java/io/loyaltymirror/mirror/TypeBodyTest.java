package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A type's tag is of its content and of its bytes. */
class TypeBodyTest {

    private static final byte[] HASH = {1, 2, 3, 4, 5, 6, 7, 8};

    private static String tag(String json, byte[] hash) {
        return TypeBody.of(json.getBytes(StandardCharsets.UTF_8), hash).tag();
    }

    @Test
    void oneContentWrittenInTwoWaysHasTwoTags() {
        assertThat(tag("{\"balance\": 1}", HASH)).isEqualTo(tag("{\"balance\": 1}", HASH.clone()));
        assertThat(tag("{\"balance\": 1.0}", HASH)).isNotEqualTo(tag("{\"balance\": 1}", HASH));
    }

    /** A sum of 32 bits is soon the same for two. */
    @Test
    void twoContentsOfTheSameSumHaveTwoTags() {
        byte[] other = {1, 2, 3, 4, 5, 6, 7, 9};
        assertThat(tag("{}", other)).isNotEqualTo(tag("{}", HASH));
    }
}
