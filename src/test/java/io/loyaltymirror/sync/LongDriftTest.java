package io.loyaltymirror.sync;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;

/** So many that everything happens. */
@Tag("process")
@QuarkusTest
@TestProfile(Drift.SmallPages.class)
class LongDriftTest extends Drift {

    @Override
    int runs() {
        return Integer.getInteger("drift.e2e", 200);
    }
}
