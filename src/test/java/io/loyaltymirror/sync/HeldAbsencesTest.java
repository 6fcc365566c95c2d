package io.loyaltymirror.sync;

import static io.loyaltymirror.sync.AbsentRows.NOTHING_HELD;
import static io.loyaltymirror.sync.AbsentRows.NOW;
import static io.loyaltymirror.sync.AbsentRows.held;
import static io.loyaltymirror.sync.AbsentRows.ids;
import static io.loyaltymirror.sync.AbsentRows.many;
import static io.loyaltymirror.sync.AbsentRows.newly;
import static io.loyaltymirror.sync.AbsentRows.of;
import static io.loyaltymirror.sync.AbsentRows.released;
import static io.loyaltymirror.sync.AbsentRows.suspect;
import static io.loyaltymirror.sync.AbsentRows.unlisted;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Absences.Absent;
import io.loyaltymirror.mirror.Holds.Held;
import io.loyaltymirror.sync.DeleteLadder.Steps;
import io.loyaltymirror.sync.DeleteLadder.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Absences too many to be believed, and what becomes of them. */
class HeldAbsencesTest {

    private static final DeleteLadder CERTIFICATES = new DeleteLadder(Kind.CERTIFICATE_TYPE, NOW, false);
    private static final DeleteLadder NOTHING_LISTED = new DeleteLadder(Kind.CERTIFICATE_TYPE, NOW, true);

    /** Five, or a tenth of what is listed where that is more. */
    @ParameterizedTest
    @CsvSource({
        "5, 5, false",
        "6, 6, true",
        "6, 59, true",
        "6, 60, false",
        "7, 60, true",
        "100, 1000, false",
        "101, 1000, true"
    })
    void tooManyAtOnceAreHeld(int absent, long live, boolean held) {
        Steps steps = CERTIFICATES.steps(many(absent, live, AbsentRows::newly), NOTHING_HELD, Map.of());

        assertThat(steps.hold()).hasSize(held ? absent : 0);
        assertThat(steps.suspect()).hasSize(held ? 0 : absent);
        assertThat(steps.withholds()).isEqualTo(held);
    }

    @Test
    void onlyWhatIsNewlyAbsentCounts() {
        List<Absent> rows = new ArrayList<>();
        ids(1, 50).forEach(id -> rows.add(suspect(id)));
        ids(51, 55).forEach(id -> rows.add(newly(id)));

        Steps steps = CERTIFICATES.steps(new Absences(rows, 20), NOTHING_HELD, Map.of());
        assertThat(steps.withholds()).isFalse();
        assertThat(steps.suspect()).isEqualTo(ids(51, 55));
        assertThat(steps.again()).isEqualTo(ids(1, 50));
    }

    /** The suspected one too: it takes no step, and who releases the last types of a chain means it as well. */
    @Test
    void emptyListHoldsEvenOneAndConfirmsNoSuspicion() {
        Absences absences = of(newly(1), suspect(2));

        assertThat(NOTHING_LISTED.toAsk(absences, NOTHING_HELD)).isEmpty();
        Steps steps = NOTHING_LISTED.steps(absences, NOTHING_HELD, Map.of(2L, Word.DENIED));
        assertThat(steps).isEqualTo(new Steps(Set.of(1L, 2L), List.of(), List.of(), List.of(), Set.of(), Set.of(), 0));
        assertThat(steps.withholds()).isTrue();
    }

    @Test
    void emptyListIsNoScanOfAMembershipTypesThree() {
        DeleteLadder ladder = new DeleteLadder(Kind.MEMBERSHIP_TYPE, NOW, true);
        Absences absences = of(suspect(1, Duration.ofHours(2), 9));

        assertThat(ladder.steps(absences, NOTHING_HELD, Map.of()).hold()).containsExactly(1L);
        assertThat(ladder.steps(absences, held(1L), Map.of()).gone()).isEmpty();
        assertThat(ladder.steps(absences, released(1L), Map.of(1L, Word.DENIED)).gone())
                .containsExactly(1L);
    }

    @Test
    void heldTakesNoStepAndTheRunSaysSo() {
        Absences absences = of(newly(1), suspect(2), unlisted(3, Duration.ofDays(2)), newly(4));

        assertThat(CERTIFICATES.toAsk(absences, held(1L, 2L, 3L))).isEmpty();
        Steps steps = CERTIFICATES.steps(absences, held(1L, 2L, 3L), Map.of(2L, Word.DENIED, 3L, Word.DENIED));
        assertThat(steps)
                .isEqualTo(new Steps(Set.of(), List.of(1L, 2L, 3L), List.of(4L), List.of(), Set.of(), Set.of(), 0));
        assertThat(steps.withholds()).isTrue();
    }

    @Test
    void heldThatIsSeenIsNotWithheld() {
        assertThat(CERTIFICATES.steps(of(newly(4)), held(1L), Map.of()).withholds())
                .isFalse();
    }

    @Test
    void releasedGoesOnAndStillNeedsEverythingElse() {
        Absences first = many(50, 50, AbsentRows::newly);
        Held released = new Held(Set.of(), Set.copyOf(ids(1, 50)));

        Steps steps = CERTIFICATES.steps(first, released, Map.of());
        assertThat(steps.hold()).isEmpty();
        assertThat(steps.suspect()).isEqualTo(ids(1, 50));
        Absences second = many(50, 50, AbsentRows::suspect);
        assertThat(CERTIFICATES.toAsk(second, released)).hasSize(DeleteLadder.MAX_CONFIRMATIONS);
        assertThat(CERTIFICATES.steps(second, released, Map.of(7L, Word.DENIED)).gone())
                .containsExactly(7L);
    }

    @Test
    void releaseIsOfTheseIdsAlone() {
        Steps others = CERTIFICATES.steps(many(12, 12, AbsentRows::newly), released(1L, 2L, 3L), Map.of());

        assertThat(others.hold()).isEqualTo(ids(4, 12).stream().collect(Collectors.toSet()));
        assertThat(others.suspect()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void releasedGoesOnWhereNothingIsListed() {
        Absences absences = of(newly(1), suspect(2), suspect(3));

        assertThat(NOTHING_LISTED.toAsk(absences, released(1L, 2L))).containsExactly(2L);
        Steps steps = NOTHING_LISTED.steps(absences, released(1L, 2L), Map.of(2L, Word.DENIED, 3L, Word.DENIED));
        assertThat(steps.suspect()).containsExactly(1L);
        assertThat(steps.gone()).containsExactly(2L);
        assertThat(steps.again()).isEmpty();
    }

    /** Its list is not expected to have it; but there is nobody to ask for beside it. */
    @Test
    void unlistedIsAskedForThoughNothingIsListedAndHeldOnceItIsDenied() {
        Absences absences =
                of(unlisted(1, Duration.ofDays(1)), unlisted(2, Duration.ofDays(1)), unlisted(3, Duration.ofHours(1)));

        assertThat(NOTHING_LISTED.toAsk(absences, NOTHING_HELD)).containsExactly(1L, 2L);
        Map<Long, Word> words = Map.of(1L, Word.DENIED, 2L, Word.ANSWERED);
        Steps steps = NOTHING_LISTED.steps(absences, NOTHING_HELD, words);
        assertThat(steps).isEqualTo(new Steps(Set.of(1L), List.of(), List.of(), List.of(), Set.of(), Set.of(2L), 0));
        assertThat(NOTHING_LISTED.toAsk(absences, held(1L))).containsExactly(2L);
        assertThat(NOTHING_LISTED.steps(absences, released(1L), words).gone()).containsExactly(1L);
    }
}
