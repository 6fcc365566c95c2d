package io.loyaltymirror.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryCheckTest {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"96, 256", "153, 256", "307, 512", "256, 0", "100000, 0"})
    void heapThatHasAPlaceIsTaken(long heap, long limit) {
        assertThatCode(() -> MemoryCheck.check(heap * MIB, limit(limit))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"95, 256, at least 96", "64, 0, at least 96", "256, 256, does not fit", "512, 512, does not fit"})
    void heapThatHasNoneIsRefusedWithWhatToChange(long heap, long limit, String words) {
        assertThatThrownBy(() -> MemoryCheck.check(heap * MIB, limit(limit)))
                .hasMessageContaining(words)
                .hasMessageContaining("limit")
                .hasMessageContaining("-Xmx");
    }

    /** The shares of the image: half of it, or 40 % below 312 MiB. */
    @ParameterizedTest
    @CsvSource({"256, 512, false", "192, 384, false", "102, 256, true", "160, 320, true"})
    void roomThatTheJvmNeedsIsNoWarning(long heap, long limit, boolean firstCompilerAlone) {
        assertThat(new MemoryCheck.Jvm(heap * MIB, firstCompilerAlone).tight(limit * MIB))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "102, 256, false, JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1",
        "160, 320, false, JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1",
        "110, 256, true, native",
        "110, 256, false, native"
    })
    void lessRoomIsTold(long heap, long limit, boolean firstCompilerAlone, String way) {
        assertThat(new MemoryCheck.Jvm(heap * MIB, firstCompilerAlone).tight(limit * MIB))
                .hasValueSatisfying(told -> assertThat(told)
                        .contains(limit + " MiB", heap + " MiB", "raise", way)
                        .doesNotContain(way.equals("native") ? "JDK_JAVA_OPTIONS" : "native"));
    }

    @Test
    void jvmIsAskedForItsOwnOptions() {
        MemoryCheck.Jvm here = MemoryCheck.Jvm.here();
        assertThat(here.heap()).isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
        assertThat(here.firstCompilerAlone())
                .isEqualTo(
                        ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:TieredStopAtLevel=1"));
    }

    private static OptionalLong limit(long mebibytes) {
        return mebibytes == 0 ? OptionalLong.empty() : OptionalLong.of(mebibytes * MIB);
    }

    @Test
    void limitThatIsNoneIsNone() {
        assertThat(MemoryCheck.bytes("max")).isEmpty();
        assertThat(MemoryCheck.bytes("9223372036854771712")).isEmpty();
        assertThat(MemoryCheck.bytes("268435456")).hasValue(268_435_456);
    }
}
