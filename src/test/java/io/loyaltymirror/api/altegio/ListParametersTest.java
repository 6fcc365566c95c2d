package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.TypeQuery;
import io.loyaltymirror.mirror.TypeQuery.Field;
import io.loyaltymirror.mirror.TypeQuery.Sort;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListParametersTest {

    @Test
    void nothingAskedForMeansTheFirstTenByWeight() {
        assertThat(read())
                .isEqualTo(new TypeQuery(
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        new Sort(Field.WEIGHT, false),
                        1,
                        10));
    }

    @Test
    void allParametersHoldTogether() {
        TypeQuery query = read(
                "title=Gift 1",
                "is_archived=0",
                "item_type_id=3",
                "salon_id=720441",
                "ids=7,9",
                "page=2",
                "page_size=50");

        assertThat(query)
                .isEqualTo(new TypeQuery(
                        Optional.of("Gift 1"),
                        Optional.of(false),
                        OptionalLong.of(3),
                        OptionalLong.of(720441),
                        Optional.of(List.of(7L, 9L)),
                        Sort.DEFAULT,
                        2,
                        50));
    }

    @Test
    void boundsAreInside() {
        assertThat(read("page=1", "page_size=1").size()).isEqualTo(1);
        assertThat(read("page_size=100").size()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "ten", "", "1.5", "1e1", " 1", "4294967297", "99999999999999999999999"})
    void sizeOutOfBoundsIsRefused(String size) {
        assertThat(refusal("page_size=" + size).errors())
                .containsExactly(Map.entry("page_size", List.of("must be between 1 and 100")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "one", "", "1.0", "2147483648", "99999999999999999999999"})
    void pageOutOfBoundsIsRefused(String page) {
        assertThat(refusal("page=" + page).errors()).containsExactly(Map.entry("page", List.of("must be 1 or more")));
    }

    @Test
    void pagePastEveryEndIsAPage() {
        assertThat(read("page=2147483647").page()).isEqualTo(2_147_483_647);
    }

    @Test
    void eachListHasItsOwnNameForTheSize() {
        assertThat(membershipTypes("limit=25", "page_size=nonsense").size()).isEqualTo(25);
        assertThat(read("page_size=25", "limit=nonsense").size()).isEqualTo(25);
    }

    @Test
    void itemTypeIsUnknownToMembershipTypes() {
        assertThat(membershipTypes("item_type_id=3")).isEqualTo(membershipTypes());
        assertThat(membershipTypes("item_type_id=nonsense")).isEqualTo(membershipTypes());
    }

    @Test
    void allErrorsAreNamedAtOnce() {
        Refusal refusal = refusal(
                "title=\0",
                "page=0",
                "page_size=101",
                "is_archived=maybe",
                "item_type_id=x",
                "salon_id=",
                "ids=1,x",
                "sort=price");

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errors())
                .containsOnlyKeys(
                        "title", "page", "page_size", "is_archived", "item_type_id", "salon_id", "ids", "sort");
    }

    @Test
    void unknownParametersAreIgnored() {
        assertThat(read("foo=bar", "Page=0", "page_sise=0")).isEqualTo(read());
    }

    @Test
    void emptyTitleIsNoFilter() {
        assertThat(read("title=").title()).isEmpty();
        assertThat(read("title= ").title()).contains(" ");
        assertThat(read("title=%_\\").title()).contains("%_\\");
    }

    @Test
    void firstOfRepeatedParametersCounts() {
        assertThat(read("page=2", "page=nonsense").page()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "false, false", "true, true"})
    void archivedIsReadInItsTwoSpellings(String value, boolean archived) {
        assertThat(read("is_archived=" + value).archived()).contains(archived);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", ",1", "1,,2", "1, 2", "x", "1.0", "99999999999999999999"})
    void idsThatCannotBeReadAreRefused(String ids) {
        assertThat(refusal("ids=" + ids).errors()).containsOnlyKeys("ids");
    }

    @Test
    void idsEndAtAThousand() {
        assertThat(read("ids=" + ids(1_000)).ids().orElseThrow()).hasSize(1_000).endsWith(1_000L);
        assertThat(refusal("ids=" + ids(1_001)).errors()).containsOnlyKeys("ids");
        assertThat(refusal("ids=" + ids(5_000)).errors()).containsOnlyKeys("ids");
    }

    @ParameterizedTest
    @CsvSource({
        "weight, WEIGHT, false",
        "-weight, WEIGHT, true",
        "id, ID, false",
        "-id, ID, true",
        "-title, TITLE, true"
    })
    void orderIsAFieldInEitherDirection(String sort, Field field, boolean descending) {
        assertThat(read("sort=" + sort).sort()).isEqualTo(new Sort(field, descending));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "--id", "ID", "+id", "id,weight", "body"})
    void orderByAnythingElseIsRefused(String sort) {
        assertThat(refusal("sort=" + sort).errors()).containsOnlyKeys("sort");
    }

    private static String ids(int many) {
        return LongStream.rangeClosed(1, many).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    private static TypeQuery read(String... pairs) {
        return ListParameters.ofCertificateTypes(parameters(pairs));
    }

    private static TypeQuery membershipTypes(String... pairs) {
        return ListParameters.ofMembershipTypes(parameters(pairs));
    }

    private static Refusal refusal(String... pairs) {
        return catchThrowableOfType(Refusal.class, () -> read(pairs));
    }

    private static MultivaluedMap<String, String> parameters(String... pairs) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            parameters.add(parts[0], parts[1]);
        }
        return parameters;
    }
}
