package io.loyaltymirror.mutation;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;

/** {@code -Dledger.creates=N}. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class LedgerUnderFaultsTest extends CreatesUnderFaults {

    @Override
    int creates() {
        return Integer.getInteger("ledger.creates", 120);
    }

    @Override
    Duration outage() {
        return Duration.ZERO;
    }
}
