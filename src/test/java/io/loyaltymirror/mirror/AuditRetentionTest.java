package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.harness.SqlClock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OwnTime.class)
class AuditRetentionTest {

    @Inject
    Retention retention;

    Mirror mirror;

    @Test
    void whatOperatorsDidGoesAfterItsTime() {
        mirror.awaitFirstSync();
        SqlClock clock = new SqlClock(mirror.database());
        mirror.database()
                .execute(
                        "INSERT INTO audit (at, caller, action, target) VALUES (mirror_now(), 'ops', 'sync', 'chain 7')");
        clock.advance(Duration.ofDays(399));
        assertThat(entries()).isEqualTo(1);
        clock.advance(Duration.ofDays(2));
        assertThat(entries()).isZero();
    }

    private long entries() {
        retention.purge().await().atMost(Duration.ofSeconds(20));
        return mirror.database().number("SELECT count(*) FROM audit");
    }
}
