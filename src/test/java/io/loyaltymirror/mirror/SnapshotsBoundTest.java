package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.harness.Configured;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotsBoundTest {

    private static final long MIB = 1 << 20;

    private static long bound(Map<String, String> values, long heap) {
        return SnapshotsBound.of(Configured.as(SnapshotsConfig.class, values), heap);
    }

    @Test
    void aQuarterOfTheHeapUnlessToldOtherwise() {
        assertThat(bound(Map.of(), 256 * MIB)).isEqualTo(64 * MIB);
        assertThat(bound(Map.of("mirror.snapshots.max-bytes", "100M"), 256 * MIB))
                .isEqualTo(100 * MIB);
        assertThat(bound(Map.of("mirror.snapshots.max-bytes", "0"), 256 * MIB)).isZero();
    }

    @Test
    void whatLeavesNoPlaceForTheWorkIsRefused() {
        assertThatThrownBy(() -> bound(Map.of("mirror.snapshots.max-bytes", "129M"), 256 * MIB))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("mirror.snapshots.max-bytes: must be at most half of the heap");
    }
}
