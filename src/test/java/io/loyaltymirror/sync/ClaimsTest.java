package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.mirror.Fence;
import io.loyaltymirror.mirror.FencedException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ClaimsTest {

    private static final ChainId CHAIN = new ChainId(41);
    private static final List<Kind> KINDS = List.of(Kind.CERTIFICATE_TYPE, Kind.MEMBERSHIP_TYPE);

    @Inject
    Claims claims;

    @Inject
    SyncRuns runs;

    @Inject
    Schedule schedule;

    @Inject
    Pool pool;

    Mirror mirror;

    /** Not enabled, so that the schedule of the application itself leaves it alone. */
    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        sql("INSERT INTO chain (id, enabled) VALUES (41, false)");
        sql("INSERT INTO chain_kind (chain_id, kind, next_due_at) VALUES (41, 'certificate_type', mirror_now())");
    }

    @AfterEach
    void noChain() {
        sql("DELETE FROM sync_run WHERE chain_id = 41");
        sql("DELETE FROM chain_kind WHERE chain_id = 41");
        sql("DELETE FROM chain WHERE id = 41");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private String text(String column) {
        return mirror.database().text("SELECT " + column + " FROM chain WHERE id = 41");
    }

    private String run(OpenRun run, String column) {
        return mirror.database().text("SELECT " + column + " FROM sync_run WHERE id = " + run.id());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void chainThatIsBeingReadIsNotClaimedAgain() {
        assertThat(get(claims.begin(CHAIN, KINDS))).isPresent();
        assertThat(get(claims.begin(CHAIN, KINDS))).isEmpty();
    }

    @Test
    void expiredLeaseIsTakenOverWithALargerFenceAndTheOldRunEndsAsFenced() {
        Claims.Begun first = get(claims.begin(CHAIN, KINDS)).orElseThrow();
        sql("UPDATE chain SET lease_until = mirror_now() - interval '1 s' WHERE id = 41");
        Claims.Begun second = get(claims.begin(CHAIN, KINDS)).orElseThrow();
        assertThat(second.claim().fence().number())
                .isGreaterThan(first.claim().fence().number());
        assertThat(run(first.run(), "outcome")).isEqualTo("FENCED");
        assertThat(run(second.run(), "outcome")).isNull();
    }

    /** It would hold up the one who holds the chain, for a chain has one open run. */
    @Test
    void whoLostTheChainOpensNoRun() {
        Fence fence = get(claims.begin(CHAIN, KINDS)).orElseThrow().claim().fence();
        Fence lost = new Fence(CHAIN, fence.number() - 1);
        assertThatThrownBy(() -> get(runs.open(pool, lost, Kind.MEMBERSHIP_TYPE)))
                .isInstanceOf(FencedException.class);
        assertThat(mirror.database().number("SELECT count(*) FROM sync_run WHERE chain_id = 41"))
                .isEqualTo(1);
    }

    @Test
    void runIsClosedOnce() {
        OpenRun run = get(claims.begin(CHAIN, KINDS)).orElseThrow().run();
        assertThat(get(runs.close(pool, run, Account.ofNothing(Outcome.FAILED, "first", new Account.Effort(1, 1)))))
                .isTrue();
        assertThat(get(runs.close(pool, run, Account.ofNothing(Outcome.PARTIAL, "second", new Account.Effort(1, 1)))))
                .isFalse();
        assertThat(run(run, "reason")).isEqualTo("first");
    }

    @Test
    void leaseIsRenewedAndReleasedOnlyByItsOwnFence() {
        Fence fence = get(claims.begin(CHAIN, KINDS)).orElseThrow().claim().fence();
        Fence lost = new Fence(CHAIN, fence.number() - 1);
        sql("UPDATE chain SET lease_until = 'epoch' WHERE id = 41");
        get(claims.renew(List.of(lost)));
        get(claims.release(lost));
        assertThat(text("lease_until < mirror_now()")).isEqualTo("t");
        get(claims.renew(List.of(fence)));
        assertThat(text("lease_until > mirror_now()")).isEqualTo("t");
        get(claims.release(fence));
        assertThat(text("lease_until")).isNull();
    }

    /** The renewal was under way when the chain was given back. */
    @Test
    void whatWasGivenBackIsNotRenewedAndHoldsUpNoOther() {
        Fence fence = get(claims.begin(CHAIN, KINDS)).orElseThrow().claim().fence();
        get(claims.release(fence));
        get(claims.renew(List.of(fence)));
        assertThat(text("lease_until")).isNull();
    }

    @Test
    void chainThatIsBeingPublishedIsLeftOutOfTheRenewal() throws SQLException {
        Fence fence = get(claims.begin(CHAIN, KINDS)).orElseThrow().claim().fence();
        try (Connection publisher = mirror.database().connect();
                Statement statement = publisher.createStatement()) {
            publisher.setAutoCommit(false);
            statement.execute("SELECT 1 FROM chain WHERE id = 41 FOR NO KEY UPDATE");
            claims.renew(List.of(fence)).await().atMost(Duration.ofSeconds(2));
        }
    }

    @Test
    void databaseThatIsAwayIsNoFailureOfTheChain() {
        OpenRun run = get(claims.begin(CHAIN, KINDS)).orElseThrow().run();
        Ending ending = Ending.of(new ConnectException("refused"), run, new Account.Effort(1, 0));
        assertThat(ending.next()).isEqualTo(Ending.Next.INTERVAL);
    }

    @Test
    void dueChainsAreThoseEnabledFreeAndNotExcepted() {
        assertThat(get(claims.due(Duration.ZERO, List.of()))).isEmpty();
        sql("UPDATE chain SET enabled = true WHERE id = 41");
        assertThat(get(claims.due(Duration.ZERO, List.of(CHAIN)))).isEmpty();
        sql("UPDATE chain SET lease_owner = 'another', lease_until = mirror_now() + interval '1 min' WHERE id = 41");
        assertThat(get(claims.due(Duration.ZERO, List.of()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 10", "1, 10, 20", "3, 10, 80", "20, 10, 3600", "0, 7200, 7200", "20, 7200, 7200"})
    void failingChainBacksOffToAnHourOrItsInterval(int failures, int every, int seconds) {
        sql("UPDATE chain SET sync_every_s = " + every + " WHERE id = 41");
        sql("UPDATE chain_kind SET failures = " + failures + " WHERE chain_id = 41");
        OpenRun run = get(claims.begin(CHAIN, KINDS)).orElseThrow().run();
        get(schedule.afterIncomplete(pool, run, Ending.Next.BACK_OFF));
        assertThat(mirror.database()
                        .number("SELECT round(extract(epoch FROM next_due_at - started_at)) FROM chain_kind"
                                + " JOIN sync_run USING (chain_id) WHERE chain_id = 41"))
                .isEqualTo(seconds);
    }

    @Test
    void afterALossTheScheduleIsSomebodyElses() {
        OpenRun run = get(claims.begin(CHAIN, KINDS)).orElseThrow().run();
        get(schedule.afterIncomplete(pool, run, Ending.Next.NOT_OURS));
        assertThat(mirror.database().number("SELECT failures FROM chain_kind WHERE chain_id = 41"))
                .isZero();
    }
}
