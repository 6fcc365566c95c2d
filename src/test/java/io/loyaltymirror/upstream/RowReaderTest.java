package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {

    @Test
    void knownFieldsAreBroughtToTheirTypesAndKeepTheirOrder() {
        TypePayload row = Rows.certificateType("""
                {"title":1000,"id":"289056","balance":"1499.90","is_multi":"1","item_type_id":3.0,
                 "salon_ids":["720441",2.0]}""");

        assertThat(row.id()).isEqualTo(289056);
        assertThat(row.title()).isEqualTo("1000");
        assertThat(row.body()).isEqualTo("""
                {"title":"1000","id":289056,"balance":1499.90,"is_multi":true,"item_type_id":3,\
                "salon_ids":[720441,2]}""");
    }

    @Test
    void unknownFieldsPassUnchanged() {
        String body = """
                {"id":1,"title":"A","loyal":"1","price":"12","rate":0.50,"flag":"true","ids":["2","1"],\
                "item_type":{"id":"0","balance":"5"},"none":null}""";
        assertThat(Rows.certificateType(body).body()).isEqualTo(body);
    }

    @Test
    void whatDoesNotFitItsTypeStaysAsItCame() {
        String body = """
                {"id":1,"title":null,"balance":"","item_type_id":"x","category_id":null,"salon_ids":null,\
                "is_multi":""}""";
        assertThat(Rows.certificateType(body).body()).isEqualTo(body);
    }

    @Test
    void fieldsThatAreMissingStayMissing() {
        TypePayload row = Rows.certificateType("{\"id\":1}");
        assertThat(row.body()).isEqualTo("{\"id\":1}");
        assertThat(row.title()).isEmpty();
    }

    @Test
    void titleThatIsNullIsEmpty() {
        assertThat(Rows.certificateType("{\"id\":1,\"title\":null}").title()).isEmpty();
    }

    @Test
    void decimalsAreExactInTheBody() {
        String body = "{\"id\":1,\"balance\":12345678901234567.89,\"online_sale_price\":1499.90,\"unknown\":0.10}";
        assertThat(Rows.certificateType(body).body()).isEqualTo(body);
    }

    @Test
    void membershipTypesHaveFieldsOfTheirOwn() {
        TypePayload row = Rows.membershipType("""
                {"id":1,"cost":"2500.00","allow_freeze":1,"attached_salon_ids":["7"],"balance":"5","salon_ids":["7"]}""");
        assertThat(row.body()).isEqualTo("""
                {"id":1,"cost":2500.00,"allow_freeze":true,"attached_salon_ids":[7],"balance":"5","salon_ids":["7"]}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "\"9223372036854775807\"", "9223372036854775807.0"})
    void idsReachTheEndOf63Bits(String id) {
        TypePayload row = Rows.certificateType("{\"id\":%s}".formatted(id));
        assertThat(row.id()).isEqualTo(Long.MAX_VALUE);
        assertThat(row.body()).isEqualTo("{\"id\":9223372036854775807}");
    }

    @Test
    void pairedSurrogatesAndControlCharactersAreOrdinaryText() {
        TypePayload row = Rows.certificateType("{\"id\":1,\"title\":\"\\ud83c\\udf81\\u0001\"}");
        assertThat(row.title()).isEqualTo("\uD83C\uDF81\u0001");
    }
}
