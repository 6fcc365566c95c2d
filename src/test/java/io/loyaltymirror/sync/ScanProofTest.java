package io.loyaltymirror.sync;

import static io.loyaltymirror.sync.Pages.archived;
import static io.loyaltymirror.sync.Pages.certificateTypes;
import static io.loyaltymirror.sync.Pages.current;
import static io.loyaltymirror.sync.Pages.page;
import static io.loyaltymirror.sync.Pages.withNameless;
import static io.loyaltymirror.sync.Pages.withUnreadable;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScanProofTest {

    @Test
    void everyRowOnceUnderOneTotalIsComplete() {
        Scan.Complete scan = complete(certificateTypes(page(5, 3, 1), page(5, 2, 5), page(5, 4)));

        assertThat(scan).isEqualTo(new Scan.Complete(5, 0, 3, List.of(5L)));
        assertThat(scan.isEmpty()).isFalse();
    }

    @Test
    void emptyListIsComplete() {
        Scan.Complete scan = complete(certificateTypes(page(0)));
        assertThat(scan.isEmpty()).isTrue();
        assertThat(scan.fetched()).isZero();
    }

    @Test
    void emptyPagesPastTheEndDoNoHarm() {
        assertThat(complete(certificateTypes(page(2, 1, 2), page(2), page(2))).fetched())
                .isEqualTo(2);
    }

    /** Without the rule this scan would pass: it holds as many ids as its first page says. */
    @Test
    void totalThatMovesTearsTheScan() {
        assertThat(torn(certificateTypes(page(3, 1, 2), page(4, 3))))
                .isEqualTo(new Scan.Torn(3, 0, 2, "CERTIFICATE_TYPES: the total moved from 3 to 4", true));
        assertThat(torn(certificateTypes(page(3, 1, 2), page(2, 3))).reason()).endsWith("the total moved from 3 to 2");
        assertThat(torn(certificateTypes(page(3, 1), page(3, 2), page(2, 3))).reason())
                .endsWith("the total moved from 3 to 2");
    }

    /** Without the rule this scan would pass: it holds as many distinct ids as the total says. */
    @Test
    void idThatStandsTwiceTearsTheScan() {
        assertThat(torn(certificateTypes(page(3, 1, 2), page(3, 2, 3))))
                .isEqualTo(new Scan.Torn(4, 0, 2, "CERTIFICATE_TYPES: id 2 stands in it twice", true));
        assertThat(torn(certificateTypes(page(2, 1, 1, 2))).reason()).endsWith("id 1 stands in it twice");
    }

    @Test
    void pageThatComesAgainTearsTheScan() {
        assertThat(torn(certificateTypes(page(4, 1, 2), page(4, 1, 2))).reason())
                .endsWith("id 1 stands in it twice");
    }

    @Test
    void missingIdsTearTheScan() {
        assertThat(torn(certificateTypes(page(4, 1, 2), page(4, 3))))
                .isEqualTo(new Scan.Torn(3, 0, 2, "CERTIFICATE_TYPES: 3 ids were seen of a total of 4", true));
        assertThat(torn(certificateTypes(page(100))).reason()).endsWith("0 ids were seen of a total of 100");
    }

    @Test
    void moreIdsThanTheTotalTearTheScan() {
        assertThat(torn(certificateTypes(page(1, 1, 2))).reason()).endsWith("2 ids were seen of a total of 1");
        assertThat(torn(certificateTypes(page(0, 1))).reason()).endsWith("1 ids were seen of a total of 0");
        assertThat(torn(certificateTypes(page(-1))).reason()).endsWith("0 ids were seen of a total of -1");
    }

    @Test
    void unreadableRowCountsByItsId() {
        assertThat(complete(certificateTypes(page(3, 1), withUnreadable(page(3, 3), 2))))
                .isEqualTo(new Scan.Complete(3, 1, 2, List.of(3L)));
    }

    @Test
    void unreadableRowThatStandsTwiceTearsTheScan() {
        assertThat(torn(certificateTypes(page(2, 1, 2), withUnreadable(page(2), 2)))
                        .reason())
                .endsWith("id 2 stands in it twice");
    }

    /** It will have none at the next reading either. */
    @Test
    void unreadableRowWithoutAnIdProvesNothingAndIsNotReadAgain() {
        assertThat(torn(certificateTypes(withNameless(page(2, 1)))))
                .isEqualTo(new Scan.Torn(
                        2, 1, 1, "CERTIFICATE_TYPES: 1 ids were seen of a total of 2, and 1 rows without one", false));
        assertThat(torn(certificateTypes(withNameless(page(3, 1)))).moved())
                .as("something else is missing too")
                .isTrue();
    }

    /** Upstream miscounts by one just then; what is missing may be the row without an id. */
    @Test
    void unreadableRowWithoutAnIdProvesNothingThoughTheTotalFits() {
        assertThat(torn(certificateTypes(withNameless(page(1, 1)))))
                .isEqualTo(new Scan.Torn(
                        2, 1, 1, "CERTIFICATE_TYPES: 1 ids were seen of a total of 1, and 1 rows without one", true));
    }

    @Test
    void bothViewsTogetherAreTheMembershipTypes() {
        assertThat(complete(current(page(2, 1, 2)), archived(page(1, 3))))
                .isEqualTo(new Scan.Complete(3, 0, 2, List.of(2L, 1L)));
    }

    @Test
    void idInBothViewsWasMovedBetweenTheirReadings() {
        assertThat(complete(current(page(2, 1, 2)), archived(page(1, 2))).fetched())
                .isEqualTo(3);
    }

    @Test
    void eachViewProvesItselfAlone() {
        assertThat(torn(current(page(2, 1)), archived(page(1, 2, 3))))
                .isEqualTo(new Scan.Torn(3, 0, 2, "CURRENT_MEMBERSHIP_TYPES: 1 ids were seen of a total of 2", true));
        assertThat(torn(current(page(1, 1)), archived(page(2, 2), page(1))).reason())
                .isEqualTo("ARCHIVED_MEMBERSHIP_TYPES: the total moved from 2 to 1");
    }

    private static Scan.Complete complete(ViewPages... views) {
        return (Scan.Complete) ScanProof.judge(List.of(views));
    }

    private static Scan.Torn torn(ViewPages... views) {
        return (Scan.Torn) ScanProof.judge(List.of(views));
    }
}
