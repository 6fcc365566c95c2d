package io.loyaltymirror.sync;

import static io.loyaltymirror.sync.Pages.archived;
import static io.loyaltymirror.sync.Pages.certificateTypes;
import static io.loyaltymirror.sync.Pages.current;
import static io.loyaltymirror.sync.Pages.page;
import static io.loyaltymirror.sync.Pages.row;
import static io.loyaltymirror.sync.Pages.unreadable;
import static io.loyaltymirror.sync.Pages.unreadableWithoutId;
import static io.loyaltymirror.sync.Pages.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.upstream.TypePage;
import io.loyaltymirror.upstream.TypePayload;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanProofTest {

    @Test
    void everyRowOnceUnderOneTotalIsComplete() {
        Scan.Complete scan = complete(certificateTypes(page(5, 3, 1), page(5, 2, 5), page(5, 4)));

        assertThat(scan.rows()).extracting(TypePayload::id).containsExactly(3L, 1L, 2L, 5L, 4L);
        assertThat(scan.unreadable()).isEmpty();
        assertThat(scan.fetched()).isEqualTo(5);
        assertThat(scan.duplicate()).isZero();
    }

    @Test
    void emptyListIsComplete() {
        Scan.Complete scan = complete(certificateTypes(page(0)));
        assertThat(scan.rows()).isEmpty();
        assertThat(scan.fetched()).isZero();
    }

    @Test
    void emptyPagesPastTheEndDoNoHarm() {
        assertThat(complete(certificateTypes(page(2, 1, 2), page(2), page(2))).rows())
                .hasSize(2);
    }

    /** Without the rule this scan would pass: it holds as many ids as its first page says. */
    @Test
    void totalThatMovesTearsTheScan() {
        assertThat(torn(certificateTypes(page(3, 1, 2), page(4, 3))))
                .isEqualTo(new Scan.Torn(3, "CERTIFICATE_TYPES: the total moved from 3 to 4"));
        assertThat(torn(certificateTypes(page(3, 1, 2), page(2, 3))).reason()).endsWith("the total moved from 3 to 2");
        assertThat(torn(certificateTypes(page(3, 1), page(3, 2), page(2, 3))).reason())
                .endsWith("the total moved from 3 to 2");
    }

    /** Without the rule this scan would pass: it holds as many distinct ids as the total says. */
    @Test
    void idThatStandsTwiceTearsTheScan() {
        assertThat(torn(certificateTypes(page(3, 1, 2), page(3, 2, 3))))
                .isEqualTo(new Scan.Torn(4, "CERTIFICATE_TYPES: id 2 stands in it twice"));
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
                .isEqualTo(new Scan.Torn(3, "CERTIFICATE_TYPES: 3 ids were seen of a total of 4"));
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
        Scan.Complete scan = complete(certificateTypes(page(3, 1), with(page(3, 3), unreadable(2))));

        assertThat(scan.rows()).extracting(TypePayload::id).containsExactly(1L, 3L);
        assertThat(scan.unreadable()).containsExactly(unreadable(2));
        assertThat(scan.fetched()).isEqualTo(3);
        assertThat(scan.duplicate()).isZero();
    }

    @Test
    void unreadableRowThatStandsTwiceTearsTheScan() {
        assertThat(torn(certificateTypes(page(2, 1, 2), with(page(2), unreadable(2))))
                        .reason())
                .endsWith("id 2 stands in it twice");
    }

    @Test
    void unreadableRowWithoutAnIdProvesNothing() {
        assertThat(torn(certificateTypes(with(page(2, 1), unreadableWithoutId()))))
                .isEqualTo(new Scan.Torn(2, "CERTIFICATE_TYPES: 1 ids were seen of a total of 2"));
    }

    @Test
    void bothViewsTogetherAreTheMembershipTypes() {
        Scan.Complete scan = complete(current(page(2, 1, 2)), archived(page(1, 3)));
        assertThat(scan.rows()).extracting(TypePayload::id).containsExactly(1L, 2L, 3L);
        assertThat(scan.fetched()).isEqualTo(3);
    }

    @Test
    void idInBothViewsCountsOnceAndTheLaterReadingWins() {
        TypePage before = new TypePage(List.of(row(1, "current"), row(2, "current")), List.of(), 2, null);
        TypePage after = new TypePage(List.of(row(2, "archived")), List.of(), 1, null);

        Scan.Complete scan = complete(current(before), archived(after));

        assertThat(scan.rows()).containsExactlyInAnyOrder(row(1, "current"), row(2, "archived"));
        assertThat(scan.fetched()).isEqualTo(3);
        assertThat(scan.duplicate()).isEqualTo(1);
    }

    @Test
    void eachViewProvesItselfAlone() {
        assertThat(torn(current(page(2, 1)), archived(page(1, 2, 3))))
                .isEqualTo(new Scan.Torn(3, "CURRENT_MEMBERSHIP_TYPES: 1 ids were seen of a total of 2"));
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
