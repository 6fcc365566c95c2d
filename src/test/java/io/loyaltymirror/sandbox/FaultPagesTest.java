package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPagesTest {
    private static final String LIST = "chain/706028/loyalty/certificate_types";
    private static final String SECOND = LIST + "?page_size=30&page=2";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void shortPageLosesItsLastRows() {
        var true2 = SANDBOX.caller().get(SECOND).ids();
        assertThat(damaged(PageDamage.SHORT_PAGE).ids()).isEqualTo(true2.subList(0, 20));
    }

    @Test
    void emptyPageHasTheTrueTotal() {
        var reply = damaged(PageDamage.EMPTY_PAGE);
        assertThat(reply.ids()).isEmpty();
        assertThat(reply.at("/meta").toString()).isEqualTo("{\"total_count\":585}");
    }

    @Test
    void anotherPageIsGivenThanWasAskedFor() {
        var first = SANDBOX.caller().get(LIST + "?page_size=30&page=1").ids();
        var second = SANDBOX.caller().get(SECOND).ids();
        SANDBOX.altegio().faults().next(Fault.of(PageDamage.REPEATED_PAGE), Fault.of(PageDamage.PAGE_IGNORED));
        assertThat(SANDBOX.caller().get(LIST + "?page_size=30&page=3").ids()).isEqualTo(second);
        assertThat(SANDBOX.caller().get(LIST + "?page_size=30&page=3").ids()).isEqualTo(first);
    }

    @Test
    void faultOfLaterPagesWaitsForOne() {
        SANDBOX.altegio().faults().next(Fault.of(PageDamage.PAGE_IGNORED));
        SANDBOX.caller().get(LIST);
        SANDBOX.caller().get(LIST + "/280001");
        assertThat(SANDBOX.altegio().faults().waiting()).hasSize(1);
    }

    @Test
    void clampedSizeMovesThePagesToo() {
        var clamped = SANDBOX.caller().get(LIST + "?page_size=25&page=2").ids();
        assertThat(damaged(PageDamage.CLAMPED_SIZE).ids()).isEqualTo(clamped);
    }

    @Test
    void clampWaitsForALargePage() {
        SANDBOX.altegio().faults().next(Fault.of(PageDamage.CLAMPED_SIZE));
        assertThat(SANDBOX.caller().get(LIST).ids()).hasSize(10);
        assertThat(SANDBOX.caller().get(LIST + "?page_size=25").ids()).hasSize(25);
        assertThat(SANDBOX.altegio().faults().waiting()).hasSize(1);
        var memberships = "chain/706028/loyalty/abonement_types?limit=100";
        assertThat(SANDBOX.caller().get(memberships).ids()).hasSize(25);
    }

    @Test
    void pageHoldsOneIdTwice() {
        var ids = damaged(PageDamage.DUPLICATE_IDS).ids();
        assertThat(ids).hasSize(30);
        assertThat(ids.getLast()).isEqualTo(ids.getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    TOTAL_TOO_SMALL | {"total_count":584}
                    TOTAL_TOO_LARGE | {"total_count":586}
                    TOTAL_ZERO | {"total_count":0}
                    TOTAL_AS_STRING | {"total_count":"585"}
                    TOTAL_AS_COUNT | {"count":585}
                    META_AS_ARRAY | []
                    """)
    void metaIsNotAsItShouldBe(PageDamage damage, String meta) {
        var reply = damaged(damage);
        assertThat(reply.at("/meta").toString()).isEqualTo(meta);
        assertThat(reply.at("/data").size()).isEqualTo(30);
    }

    @Test
    void partsOfTheEnvelopeAreOfAnotherKindOrMissing() {
        assertThat(damaged(PageDamage.META_MISSING).json().has("meta")).isFalse();
        assertThat(damaged(PageDamage.DATA_NULL).json().get("data").isNull()).isTrue();
        var data = damaged(PageDamage.DATA_AS_OBJECT).at("/data");
        assertThat(data.isObject()).isTrue();
        assertThat(data.at("/29/title").isTextual()).isTrue();
    }

    @Test
    void valuesAreTexts() {
        var row = SANDBOX.caller().get(SECOND).at("/data/0");
        var ids = damaged(PageDamage.IDS_AS_STRINGS).at("/data/0");
        assertThat(ids.get("id").textValue()).isEqualTo(row.get("id").toString());
        assertThat(ids.get("weight").isNumber()).isTrue();
        var values = damaged(PageDamage.VALUES_AS_STRINGS).at("/data/0");
        assertThat(values.get("balance").textValue())
                .isEqualTo(row.get("balance").toString());
        assertThat(List.of("0", "1")).contains(values.get("is_multi").textValue());
        assertThat(values.at("/item_type/id").isTextual()).isTrue();
    }

    private static Caller.Reply damaged(PageDamage damage) {
        SANDBOX.altegio().faults().next(Fault.of(damage));
        var reply = SANDBOX.caller().get(SECOND);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(SANDBOX.altegio().requests().all().getLast().fault())
                .isEqualTo(damage.name().toLowerCase(Locale.ROOT));
        return reply;
    }
}
