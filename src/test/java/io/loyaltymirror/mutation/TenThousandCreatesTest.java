package io.loyaltymirror.mutation;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import org.junit.jupiter.api.Tag;

/** {@code -Dtest.groups=scale}: so many that their number of attempts can be held against theory. */
@Tag("scale")
@QuarkusTest
@TestProfile(QuickMutations.class)
class TenThousandCreatesTest extends CreatesUnderFaults {

    @Override
    int creates() {
        return 10_000;
    }

    @Override
    Duration outage() {
        return Duration.ofSeconds(30);
    }
}
