package io.loyaltymirror.sync;

import static io.loyaltymirror.sync.AbsentRows.NOTHING_HELD;
import static io.loyaltymirror.sync.AbsentRows.NOW;
import static io.loyaltymirror.sync.AbsentRows.ids;
import static io.loyaltymirror.sync.AbsentRows.many;
import static io.loyaltymirror.sync.AbsentRows.newly;
import static io.loyaltymirror.sync.AbsentRows.of;
import static io.loyaltymirror.sync.AbsentRows.suspect;
import static io.loyaltymirror.sync.AbsentRows.unlisted;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Absences.Absent;
import io.loyaltymirror.sync.DeleteLadder.Steps;
import io.loyaltymirror.sync.DeleteLadder.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeleteLadderTest {

    private static final DeleteLadder CERTIFICATES = new DeleteLadder(Kind.CERTIFICATE_TYPE, NOW, false);
    private static final DeleteLadder MEMBERSHIPS = new DeleteLadder(Kind.MEMBERSHIP_TYPE, NOW, false);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void absentOnceIsSuspectedAndNobodyIsAsked(Kind kind) {
        DeleteLadder ladder = new DeleteLadder(kind, NOW, false);

        assertThat(ladder.toAsk(of(newly(1)), NOTHING_HELD)).isEmpty();
        Steps steps = ladder.steps(of(newly(1)), NOTHING_HELD, Map.of(1L, Word.DENIED));
        assertThat(steps).isEqualTo(new Steps(Set.of(), List.of(), List.of(1L), List.of(), Set.of(), Set.of(), 0));
        assertThat(steps.withholds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "59999, false", "60000, true", "300000, true"})
    void secondLookComesAMinuteAfterTheFirst(long millis, boolean asked) {
        Absences absences = of(suspect(1, Duration.ofMillis(millis), 1));

        assertThat(CERTIFICATES.toAsk(absences, NOTHING_HELD)).hasSize(asked ? 1 : 0);
        Steps steps = CERTIFICATES.steps(absences, NOTHING_HELD, Map.of(1L, Word.DENIED));
        assertThat(steps.gone()).hasSize(asked ? 1 : 0);
        assertThat(steps.again()).hasSize(asked ? 0 : 1);
    }

    @Test
    void deniedIsGone() {
        Steps steps = CERTIFICATES.steps(of(suspect(1)), NOTHING_HELD, Map.of(1L, Word.DENIED));
        assertThat(steps).isEqualTo(new Steps(Set.of(), List.of(), List.of(), List.of(), Set.of(1L), Set.of(), 0));
    }

    /** A denial beside a control that failed is such a word too, see {@link LadderTest}. */
    @Test
    void anythingElseStaysSuspected() {
        Steps unclear = CERTIFICATES.steps(of(suspect(1)), NOTHING_HELD, Map.of(1L, Word.UNCLEAR));
        Steps notAsked = CERTIFICATES.steps(of(suspect(1)), NOTHING_HELD, Map.of());

        assertThat(unclear).isEqualTo(notAsked);
        assertThat(unclear.again()).containsExactly(1L);
        assertThat(unclear.gone()).isEmpty();
        assertThat(unclear.answered()).isEmpty();
    }

    @Test
    void answeredIsThereAndAFalseDeletePrevented() {
        Steps steps = CERTIFICATES.steps(of(suspect(1)), NOTHING_HELD, Map.of(1L, Word.ANSWERED));
        assertThat(steps).isEqualTo(new Steps(Set.of(), List.of(), List.of(), List.of(), Set.of(), Set.of(1L), 1));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "86399, false", "86400, true", "100000, true"})
    void unlistedIsAskedForOnceADay(long seconds, boolean asked) {
        Absences absences = of(unlisted(1, Duration.ofSeconds(seconds)));

        assertThat(CERTIFICATES.toAsk(absences, NOTHING_HELD)).hasSize(asked ? 1 : 0);
        Steps steps = CERTIFICATES.steps(absences, NOTHING_HELD, Map.of());
        assertThat(steps).as("its absence is no news").isEqualTo(Steps.NONE);
    }

    @Test
    void unlistedIsGoneOnceItIsDeniedAndCountedAsPreventedOnlyOnce() {
        Absences absences = of(unlisted(1, Duration.ofDays(1)), unlisted(2, Duration.ofDays(1)));

        Steps steps = CERTIFICATES.steps(absences, NOTHING_HELD, Map.of(1L, Word.ANSWERED, 2L, Word.DENIED));
        assertThat(steps.answered()).containsExactly(1L);
        assertThat(steps.prevented()).isZero();
        assertThat(steps.gone()).containsExactly(2L);
    }

    @Test
    void twentyAreAskedForAndTheLongestAbsentFirst() {
        Absences absences = many(50, 1000, id -> suspect(id, Duration.ofMinutes(id), 1));

        assertThat(CERTIFICATES.toAsk(absences, NOTHING_HELD))
                .hasSize(20)
                .isEqualTo(ids(31, 50).reversed());
    }

    @Test
    void thoseThatStayUnclearHoldUpNobody() {
        List<Long> asked = new ArrayList<>();
        for (int look = 1; look <= 3; look++) {
            int times = look;
            Absences absences = many(50, 1000, id -> suspect(id, Duration.ofMinutes(id + 100), times));
            asked.addAll(CERTIFICATES.toAsk(absences, NOTHING_HELD));
        }
        assertThat(asked).containsAll(ids(1, 50));
    }

    @Test
    void suspectsAreAskedForBeforeThoseThatWereAnswered() {
        List<Absent> rows = new ArrayList<>();
        ids(1, 10).forEach(id -> rows.add(unlisted(id, Duration.ofDays(9))));
        ids(11, 30).forEach(id -> rows.add(suspect(id)));

        assertThat(CERTIFICATES.toAsk(new Absences(rows, 1000), NOTHING_HELD)).isEqualTo(ids(11, 30));
    }

    @ParameterizedTest
    @CsvSource({"1, PT2H, false", "2, PT59M59S, false", "2, PT1H, true", "1, PT59M, false", "7, PT59M, false"})
    void membershipTypeIsGoneAfterThreeScansOverAnHour(int before, Duration ago, boolean gone) {
        Absences absences = of(suspect(1, ago, before));

        assertThat(MEMBERSHIPS.toAsk(absences, NOTHING_HELD)).hasSize(gone ? 1 : 0);
        Steps steps = MEMBERSHIPS.steps(absences, NOTHING_HELD, Map.of(1L, Word.DENIED));
        assertThat(steps.gone()).hasSize(gone ? 1 : 0);
        assertThat(steps.again()).hasSize(gone ? 0 : 1);
        assertThat(MEMBERSHIPS
                        .steps(absences, NOTHING_HELD, Map.of(1L, Word.UNCLEAR))
                        .gone())
                .as("listed after all")
                .isEmpty();
    }
}
