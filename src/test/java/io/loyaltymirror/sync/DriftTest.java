package io.loyaltymirror.sync;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** {@code -Ddrift.e2e=N} runs; {@link LongDriftTest} has more. */
@QuarkusTest
@TestProfile(Drift.SmallPages.class)
class DriftTest extends Drift {

    @Override
    int runs() {
        return Integer.getInteger("drift.e2e", 20);
    }
}
