package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateTypeListTest {
    private static final String LIST = "chain/706028/loyalty/certificate_types";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void listIsAnEnvelopeWithItsTotalInMeta() {
        var reply = SANDBOX.caller().get(LIST);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/success").booleanValue()).isTrue();
        assertThat(reply.at("/meta").toString()).isEqualTo("{\"total_count\":585}");
    }

    @Test
    void rowHasTheDocumentedFields() {
        var fields = new ArrayList<String>();
        SANDBOX.caller().get(LIST).at("/data/0").fieldNames().forEachRemaining(fields::add);
        assertThat(fields).hasSize(26).contains("company_group_id", "item_type", "released_total", "salon_ids");
    }

    @ParameterizedTest
    @CsvSource({"'',10", "page_size=25,25", "page_size=100,100", "page_size=101,100", "page_size=x,10", "page_size=0,10"
    })
    void pageIsTenRowsUnlessAskedAndAtMostAHundred(String query, int rows) {
        assertThat(SANDBOX.caller().get(LIST + "?" + query).ids()).hasSize(rows);
    }

    @Test
    void oversizePageMayShrinkFurther() {
        SANDBOX.settings("{\"oversize_page_size\": 25}");
        assertThat(SANDBOX.caller().get(LIST + "?page_size=500").ids()).hasSize(25);
        assertThat(SANDBOX.caller().get(LIST + "?page_size=100").ids()).hasSize(100);
    }

    @Test
    void pagesHoldEachRowOnceByWeightThenId() {
        var rows = new ArrayList<List<Long>>();
        for (int page = 1; page <= 6; page++) {
            var data =
                    SANDBOX.caller().get(LIST + "?page_size=100&page=" + page).at("/data");
            data.forEach(row -> rows.add(
                    List.of(row.get("weight").longValue(), row.get("id").longValue())));
        }
        var ids = rows.stream().map(row -> row.get(1)).toList();
        assertThat(ids).hasSize(585).doesNotHaveDuplicates();
        assertThat(ids).isNotEqualTo(ids.stream().sorted().toList());
        assertThat(rows)
                .isSortedAccordingTo(Comparator.comparing(List<Long>::getFirst).thenComparing(List::getLast));
    }

    @Test
    void pagePastTheEndIsEmptyWithTheTrueTotal() {
        var reply = SANDBOX.caller().get(LIST + "?page=60&page_size=10");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/data").toString()).isEqualTo("[]");
        assertThat(reply.at("/meta/total_count").intValue()).isEqualTo(585);
        assertThat(SANDBOX.caller().get(LIST + "?page=999999999&page_size=100").ids())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gift,59", "ÉLAN,59", "подарочный,59", "קנייה,58", "1499.90,65", "%,58", "no such,0"})
    void titleIsMatchedInPartAndInAnyCase(String part, int total) {
        var reply = SANDBOX.caller().get(LIST + "?title=" + URLEncoder.encode(part, StandardCharsets.UTF_8));
        assertThat(reply.at("/meta/total_count").intValue()).isEqualTo(total);
        reply.at("/data")
                .forEach(row -> assertThat(row.get("title").textValue()).containsIgnoringCase(part));
    }

    @Test
    void archivedRowsAreListedUnlessSwitchedOff() {
        SANDBOX.settings("{\"archived_listed\": false}");
        var without = SANDBOX.caller().get(LIST + "?page_size=100");
        assertThat(without.at("/meta/total_count").intValue()).isEqualTo(532);
        without.at("/data")
                .forEach(
                        row -> assertThat(row.get("is_archived").booleanValue()).isFalse());
    }

    @Test
    void newSpellingOfThePathReachesTheSame() {
        assertThat(SANDBOX.caller().get(LIST.replace("chain/", "chains/")))
                .isEqualTo(SANDBOX.caller().get(LIST));
    }

    @ParameterizedTest
    @CsvSource({
        "706028,certificate_types,585", "706029,certificate_types,12", "720441,certificate_types,0",
        "706028,abonement_types,32", "706029,abonement_types,2", "720441,abonement_types,0"
    })
    void chainsHaveTheirFixedNumbers(String chain, String kind, int total) {
        var reply = SANDBOX.caller().get("chain/" + chain + "/loyalty/" + kind);
        assertThat(reply.at("/meta/total_count").intValue()).isEqualTo(total);
    }
}
