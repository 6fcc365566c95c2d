package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.SqlClock;
import io.loyaltymirror.mirror.SqlTransaction;
import io.loyaltymirror.mutation.Change.By;
import io.loyaltymirror.mutation.MutationLedger.End;
import io.loyaltymirror.mutation.MutationLedger.Success;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step from the state and the attempt that it was decided in, or not at all. */
@QuarkusTest
@TestProfile(QuickMutations.class)
class MutationLedgerTest {

    private static final ChainId CHAIN = new ChainId(807);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<State> FROM =
            Set.of(State.RECEIVED, State.SENDING, State.UNKNOWN, State.CONFLICT, State.ADOPTED, State.ABSENT);
    private static final Duration LEASE = Duration.ofSeconds(9);

    @Inject
    MutationLedger ledger;

    @Inject
    Entries entries;

    @Inject
    Reconciler reconciler;

    @Inject
    MutationRetention retention;

    @Inject
    Pool pool;

    Mirror mirror;
    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        sql("INSERT INTO chain (id, enabled) VALUES (807, false)");
    }

    @AfterEach
    void noChain() {
        sql("DELETE FROM mutation_attempt");
        sql("DELETE FROM mutation");
        sql("DELETE FROM mutation_daily");
        sql("DELETE FROM chain WHERE id = 807");
    }

    private void sql(String statement) {
        mirror.database().execute(statement);
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private boolean receive(UUID row, String key, String title) {
        By by = new By("till", Optional.of(key));
        return done(
                ledger.receive(row, Change.create(CHAIN, by, Till.request(title).toString())));
    }

    private Entry received() {
        assertThat(receive(id, "k1", "Gift")).isTrue();
        return entry();
    }

    private Entry entry() {
        return done(entries.byId(id));
    }

    private Entry sending() {
        Entry entry = received();
        assertThat(done(ledger.sending(entry, List.of(5L, 5L), null))).isTrue();
        return entry();
    }

    private void become(String state) {
        sql("UPDATE mutation SET state = '" + state + "', unknown_at = mirror_now(), next_look_at = CASE '" + state
                + "' WHEN 'UNKNOWN' THEN mirror_now() + interval '1 h' END WHERE id = '" + id + "'");
    }

    private String succeed(Entry entry, long type) {
        return done(SqlTransaction.in(
                pool, tx -> ledger.succeed(tx, entry, new Success(type, "{}", State.SUCCEEDED, FROM, 2, null))));
    }

    @Test
    void oneOpenRowASlotAndOneRowAKey() {
        received();
        assertThat(receive(UUID.randomUUID(), "k1", "Other")).as("the key").isFalse();
        assertThat(receive(UUID.randomUUID(), "k2", " GIFT"))
                .as("another title")
                .isTrue();
        assertThat(receive(UUID.randomUUID(), "k3", " Gift ")).as("the title").isFalse();
        become("NOT_SENT");
        assertThat(receive(UUID.randomUUID(), "k3", "Gift")).isTrue();
        assertThat(done(ledger.again(entry()))).as("somebody else's turn").isFalse();
    }

    /** Whoever has no key, and waited for the same of his own to end, joins it; nobody else does, and nothing older. */
    @Test
    void sameThatWasDoneMeanwhileIsFound() {
        assertThat(succeed(sending(), 5)).isNotNull();
        assertThat(doneLike("till", "Gift")).isEqualTo(id);
        assertThat(doneLike("till", "Other")).isNull();
        assertThat(doneLike("other", "Gift")).isNull();
        new SqlClock(mirror.database()).advance(LEASE);
        assertThat(doneLike("till", "Gift")).isNull();
    }

    private UUID doneLike(String caller, String title) {
        Change change = Change.create(
                CHAIN, new By(caller, Optional.empty()), Till.request(title).toString());
        Entry found = done(entries.doneLike(change, LEASE.dividedBy(2)));
        return found == null ? null : found.id();
    }

    @Test
    void nothingIsSentOnceTheLeaseIsOver() {
        Entry entry = received();
        new SqlClock(mirror.database()).advance(LEASE);
        assertThat(done(ledger.sending(entry, List.of(), null))).isFalse();
    }

    @Test
    void nothingIsSentTwiceInAnAttempt() {
        Entry entry = sending();
        assertThat(done(ledger.sending(entry, List.of(), null))).isFalse();
        assertThat(entry.knownIds()).containsExactly(5L);
    }

    @Test
    void whatItsProcessDidNotEndIsSwept() {
        sending();
        UUID other = UUID.randomUUID();
        receive(other, "k2", "Other");
        new SqlClock(mirror.database()).advance(LEASE.minusSeconds(2));
        done(reconciler.sweep());
        assertThat(entry().state()).isEqualTo(State.SENDING);
        new SqlClock(mirror.database()).advance(Duration.ofSeconds(3));
        done(reconciler.sweep());
        assertThat(done(entries.byId(other)).state()).isEqualTo(State.NOT_SENT);
        assertThat(entry().state()).isEqualTo(State.UNKNOWN);
        assertThat(mirror.database().text("SELECT outcome FROM mutation_attempt WHERE mutation_id = '" + other + "'"))
                .isEqualTo("NOT_SENT");
    }

    @ParameterizedTest
    @CsvSource({
        "RECEIVED, SUCCEEDED",
        "SENDING, SUCCEEDED",
        "UNKNOWN, SUCCEEDED",
        "CONFLICT, SUCCEEDED",
        "ABSENT, CONFLICT",
    })
    void answerBeatsWhatWasConcludedBeforeIt(String before, String after) {
        Entry entry = sending();
        become(before);
        String generation = succeed(entry, 9);
        assertThat(generation == null).isEqualTo(after.equals("CONFLICT"));
        assertThat(entry().state().name()).isEqualTo(after);
        assertThat(entry().typeId()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"9, SUCCEEDED", "8, CONFLICT"})
    void answerAfterAnAdoptionMustBeOfTheSameType(long adopted, String after) {
        Entry entry = sending();
        become("ADOPTED");
        sql("UPDATE mutation SET type_id = " + adopted);
        succeed(entry, 9);
        assertThat(entry().state().name()).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED", "REJECTED", "NOT_SENT"})
    void whatIsFinalStays(String state) {
        Entry entry = sending();
        become(state);
        assertThat(succeed(entry, 9)).isNull();
        End end = new End(State.REJECTED, 400, "{}", "no", 1);
        assertThat(done(ledger.close(entry, Set.of(State.RECEIVED, State.SENDING), end)))
                .isFalse();
        assertThat(done(ledger.unknown(entry, "lost", Duration.ZERO, 1))).isFalse();
        assertThat(done(ledger.conflict(entry, "two"))).isFalse();
        assertThat(entry().state().name()).isEqualTo(state);
    }

    @Test
    void formerAttemptDecidesNothing() {
        Entry first = sending();
        become("ABSENT");
        assertThat(done(ledger.again(entry()))).isTrue();
        assertThat(done(ledger.again(first))).isFalse();
        assertThat(succeed(first, 9)).isNull();
        assertThat(done(ledger.sending(first, List.of(), null))).isFalse();
        assertThat(entry().state()).isEqualTo(State.RECEIVED);
        assertThat(entry().attempt()).isEqualTo(2);
    }

    @Test
    void whatIsOpenIsNotForgotten() {
        for (State state : State.values()) {
            UUID row = UUID.randomUUID();
            receive(row, "key " + state, "Title " + state);
            sql("UPDATE mutation SET finished_at = mirror_now() - interval '25 h', unknown_at = mirror_now(), state = '"
                    + state + "', next_look_at = CASE '" + state
                    + "' WHEN 'UNKNOWN' THEN mirror_now() + interval '1 h' END WHERE id = '" + row + "'");
        }
        receive(id, "young", "Young");
        sql("UPDATE mutation SET finished_at = mirror_now() - interval '23 h', state = 'SUCCEEDED' WHERE id = '" + id
                + "'");
        assertThat(done(retention.batch())).isEqualTo(5);
        assertThat(mirror.database().text("SELECT string_agg(state, ',' ORDER BY state) FROM mutation"))
                .isEqualTo("CONFLICT,RECEIVED,SENDING,SUCCEEDED,UNKNOWN");
        assertThat(mirror.database().number("SELECT count(*) FROM mutation_attempt"))
                .isEqualTo(5);
    }
}
