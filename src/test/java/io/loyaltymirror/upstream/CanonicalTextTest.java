package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTextTest {

    @Test
    void orderOfFieldsDoesNotMatter() {
        assertThat(hash("\"title\":\"A\",\"item_type\":{\"id\":0,\"title\":\"All\"}"))
                .isEqualTo(hash("\"item_type\":{\"title\":\"All\",\"id\":0},\"title\":\"A\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000", "1000.0", "1000.00", "1e3", "\"1000\"", "\"1000.00\""})
    void spellingOfANumberDoesNotMatter(String balance) {
        assertThat(hash("\"balance\":" + balance)).isEqualTo(hash("\"balance\":1000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "-0.0", "0e5"})
    void zeroIsZero(String balance) {
        assertThat(hash("\"balance\":" + balance)).isEqualTo(hash("\"balance\":0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2,10]", "[10,2,1]", "[2,1,2,10,1]", "[\"10\",1.0,2]"})
    void listsOfIdsAreSets(String ids) {
        assertThat(hash("\"salon_ids\":" + ids)).isEqualTo(hash("\"salon_ids\":[1,2,10]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'title':'A'        | 'title':'B'",
                "'title':'A'        | 'title':'a'",
                "'title':''         | 'title':null",
                "'title':null       | 'online_sale_title':null",
                "'unknown':'1'      | 'unknown':1",
                "'unknown':true     | 'unknown':'true'",
                "'unknown':1        | 'unknown':[1]",
                "'unknown':{}       | 'unknown':[]",
                "'unknown':['a','b']| 'unknown':['a,b']",
                "'balance':1        | 'balance':1.01",
                "'balance':12345678901234567.89 | 'balance':12345678901234567.88",
                "'salon_ids':[1,2]  | 'salon_ids':[1,3]",
                "'salon_ids':[1,2]  | 'salon_ids':[1,2,3]",
                "'salon_ids':[1]    | 'service_ids':[1]",
                "'item_type':{'id':1} | 'item_type':{'id':2}"
            },
            quoteCharacter = '`')
    void rowsThatSayDifferentThingsDiffer(String one, String other) {
        assertThat(hash(one.replace('\'', '"'))).isNotEqualTo(hash(other.replace('\'', '"')));
    }

    @Test
    void orderOfOrdinaryListsMatters() {
        assertThat(hash("\"links\":[1,2]")).isNotEqualTo(hash("\"links\":[2,1]"));
        assertThat(hash("\"links\":[1,1]")).isNotEqualTo(hash("\"links\":[1]"));
        assertThat(hash("\"salon_ids\":[1,\"x\"]")).isNotEqualTo(hash("\"salon_ids\":[\"x\",1]"));
    }

    @Test
    void fieldThatIsMissingDiffersFromOneThatIsNull() {
        assertThat(hash("\"category_id\":null,\"weight\":1")).isNotEqualTo(hash("\"weight\":1"));
    }

    @Test
    void saleOfACertificateMovesTheContentAndNotTheDefinition() {
        TypePayload before = Rows.certificateType("{\"id\":1,\"balance\":5,\"released_total\":7}");
        TypePayload after = Rows.certificateType("{\"id\":1,\"balance\":5,\"released_total\":8}");
        assertThat(after.contentHash()).isNotEqualTo(before.contentHash());
        assertThat(after.definitionHash()).isEqualTo(before.definitionHash());
    }

    @Test
    void saleOfAMembershipMovesTheContentAndNotTheDefinition() {
        TypePayload before = Rows.membershipType("{\"id\":1,\"cost\":5,\"abonements_count\":7}");
        TypePayload after = Rows.membershipType("{\"id\":1,\"cost\":5,\"abonements_count\":8}");
        assertThat(after.contentHash()).isNotEqualTo(before.contentHash());
        assertThat(after.definitionHash()).isEqualTo(before.definitionHash());
    }

    @Test
    void anyOtherFieldMovesTheDefinition() {
        TypePayload before = Rows.certificateType("{\"id\":1,\"weight\":1,\"item_type\":{\"released_total\":1}}");
        assertThat(Rows.certificateType("{\"id\":1,\"weight\":2,\"item_type\":{\"released_total\":1}}")
                        .definitionHash())
                .isNotEqualTo(before.definitionHash());
        assertThat(Rows.certificateType("{\"id\":1,\"weight\":1,\"item_type\":{\"released_total\":2}}")
                        .definitionHash())
                .isNotEqualTo(before.definitionHash());
    }

    @Test
    void hashIsTheOneThatIsStoredUnderThisVersion() {
        assertThat(CanonicalText.VERSION).isEqualTo(1);
        // SHA-256 of {"id":7,"salon_ids":[1,2,],"title":"A",}
        assertThat(hash("\"title\":\"A\",\"salon_ids\":[2,1,2]"))
                .isEqualTo("07c3631a6a583db608e978b9f30e55caac8e193adf1b2ce979d590b9502beacc");
    }

    private static String hash(String fields) {
        return Rows.certificateType("{\"id\":7," + fields + "}").contentHash();
    }
}
