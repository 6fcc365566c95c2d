package io.loyaltymirror.sync;

import static io.loyaltymirror.sync.Pages.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagePlanTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "99, 1", "100, 1", "101, 2", "200, 2", "201, 3", "1000000, 10000"})
    void pagesHoldTheRows(long rows, int pages) {
        assertThat(PagePlan.pages(rows, 100)).isEqualTo(pages);
    }

    @Test
    void totalThatIsNonsenseIsNotBelieved() {
        assertThat(PagePlan.pages(-1, 100)).isEqualTo(1);
        assertThat(PagePlan.pages(Long.MIN_VALUE, 100)).isEqualTo(1);
        assertThat(PagePlan.pages(1_000_001, 100)).isEqualTo(PagePlan.MAX_PAGES);
        assertThat(PagePlan.pages(Long.MAX_VALUE, 1)).isEqualTo(PagePlan.MAX_PAGES);
    }

    @Test
    void fullFirstPageIsFollowedByTheRest() {
        assertThat(PagePlan.pages(pageOf(100, 250), 100)).isEqualTo(3);
        assertThat(PagePlan.pages(pageOf(100, 100), 100)).isEqualTo(1);
    }

    @Test
    void firstPageThatHoldsEverythingIsTheLastPage() {
        assertThat(PagePlan.pages(pageOf(30, 30), 100)).isEqualTo(1);
        assertThat(PagePlan.pages(pageOf(0, 0), 100)).isEqualTo(1);
    }

    @Test
    void shortPageIsNotTheLastPage() {
        assertThat(PagePlan.pages(pageOf(25, 100), 100)).isEqualTo(4);
        assertThat(PagePlan.pages(pageOf(25, 101), 100)).isEqualTo(5);
        assertThat(PagePlan.pages(pageOf(25, 250), 100)).isEqualTo(10);
        assertThat(PagePlan.pages(pageOf(25, 26), 100)).isEqualTo(2);
    }

    @Test
    void unreadableRowsFillAPageToo() {
        var page = Pages.withUnreadable(pageOf(99, 200), 100);
        assertThat(PagePlan.pages(page, 100)).isEqualTo(2);
    }

    @Test
    void emptyFirstPageSaysNothingAboutItsSize() {
        assertThat(PagePlan.pages(pageOf(0, 250), 100)).isEqualTo(3);
    }
}
