package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.mirror.TypeQuery.Field;
import io.loyaltymirror.mirror.TypeQuery.Sort;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is counted once, and what is counted anew. */
class TotalsTest {

    private static final ChainId CHAIN = new ChainId(1);
    private static final TypeQuery ALL = of("");

    private final Totals totals = new Totals();
    private long counts;

    /** Each count finds another number, so that a kept one is told from a new one. */
    private long total(ChainId chain, Kind kind, String generation, TypeQuery query) {
        return totals.of(chain, kind, generation, query, () -> Uni.createFrom().item(() -> ++counts))
                .await()
                .indefinitely();
    }

    private long total(TypeQuery query) {
        return total(CHAIN, Kind.CERTIFICATE_TYPE, "1.1", query);
    }

    private static TypeQuery of(String title) {
        return page(title, Sort.DEFAULT, 1, 10);
    }

    private static TypeQuery page(String title, Sort sort, int page, int size) {
        return new TypeQuery(
                Optional.of(title).filter(word -> !word.isEmpty()),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                sort,
                page,
                size);
    }

    @Test
    void allPagesOfAllOrdersHaveOneTotal() {
        assertThat(total(ALL)).isEqualTo(1);
        assertThat(total(page("", new Sort(Field.TITLE, true), 7, 100))).isEqualTo(1);
    }

    @Test
    void eachGenerationKindAndChainHasItsOwn() {
        total(ALL);
        assertThat(total(CHAIN, Kind.CERTIFICATE_TYPE, "1.2", ALL)).isEqualTo(2);
        assertThat(total(CHAIN, Kind.CERTIFICATE_TYPE, "2.1", ALL)).isEqualTo(3);
        assertThat(total(CHAIN, Kind.MEMBERSHIP_TYPE, "1.1", ALL)).isEqualTo(4);
        assertThat(total(new ChainId(2), Kind.CERTIFICATE_TYPE, "1.1", ALL)).isEqualTo(5);
        assertThat(total(ALL)).isEqualTo(1);
    }

    @Test
    void eachFilterHasItsOwn() {
        total(ALL);
        assertThat(total(of("Gift"))).isEqualTo(2);
        assertThat(total(of("gIFT"))).as("letter case aside").isEqualTo(2);
        assertThat(total(filtered(Optional.of(true), OptionalLong.empty(), OptionalLong.empty())))
                .isEqualTo(3);
        assertThat(total(filtered(Optional.empty(), OptionalLong.of(1), OptionalLong.empty())))
                .isEqualTo(4);
        assertThat(total(filtered(Optional.empty(), OptionalLong.empty(), OptionalLong.of(1))))
                .isEqualTo(5);
    }

    private static TypeQuery filtered(Optional<Boolean> archived, OptionalLong itemType, OptionalLong salon) {
        return new TypeQuery(Optional.empty(), archived, itemType, salon, Optional.empty(), Sort.DEFAULT, 1, 10);
    }

    @Test
    void listsOfIdsAreNotKept() {
        TypeQuery ids = new TypeQuery(
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.of(List.of(1L)),
                Sort.DEFAULT,
                1,
                10);
        assertThat(total(ids)).isEqualTo(1);
        assertThat(total(ids)).isEqualTo(2);
    }

    @Test
    void whatCouldNotBeCountedIsCountedAgain() {
        var failing = totals.of(
                CHAIN,
                Kind.CERTIFICATE_TYPE,
                "1.1",
                ALL,
                () -> Uni.createFrom().failure(new IllegalStateException("cancelled")));
        assertThatThrownBy(() -> failing.await().indefinitely()).hasMessage("cancelled");
        assertThat(total(ALL)).isEqualTo(1);
    }

    @Test
    void titlesThatStrangersMakeUpTakeNoMoreThanTheirPlace() {
        String word = "x".repeat(4_000);
        total(ALL);
        for (int i = 0; i < 2_000; i++) {
            total(of(word + i));
        }
        long before = counts;
        for (int i = 0; i < 2_000; i++) {
            total(of(word + i));
        }
        assertThat(counts - before).as("counted anew").isGreaterThan(1_500);
    }
}
