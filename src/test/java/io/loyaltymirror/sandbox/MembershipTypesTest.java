package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTypesTest {
    private static final String LIST = "chain/706028/loyalty/abonement_types";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @ParameterizedTest
    @CsvSource({"'',32,false", "is_archived=0,32,false", "is_archived=1,8,true"})
    void archivedAndOtherRowsAreListedApart(String query, int total, boolean archived) {
        var reply = SANDBOX.caller().get(LIST + "?limit=100&" + query);
        assertThat(reply.at("/meta/total_count").intValue()).isEqualTo(total);
        assertThat(reply.ids()).hasSize(total);
        reply.at("/data")
                .forEach(
                        row -> assertThat(row.get("is_archived").booleanValue()).isEqualTo(archived));
        reply.at("/data")
                .forEach(row -> assertThat(row.get("date_archived").isTextual()).isEqualTo(archived));
    }

    @Test
    void sizeOfAPageIsItsLimit() {
        assertThat(SANDBOX.caller().get(LIST).ids()).hasSize(10);
        assertThat(SANDBOX.caller().get(LIST + "?page_size=20").ids()).hasSize(10);
        assertThat(SANDBOX.caller().get(LIST + "?limit=20&page=2").ids()).hasSize(12);
        assertThat(SANDBOX.caller().get(LIST + "?limit=20&page=3").ids()).isEmpty();
    }

    @Test
    void rowHasTheKnownFields() {
        var fields = new ArrayList<String>();
        SANDBOX.caller().get(LIST).at("/data/0").fieldNames().forEachRemaining(fields::add);
        assertThat(fields).hasSize(39).contains("salon_group_id", "attached_salon_ids", "is_online_sale_enabled");
    }

    @Test
    void typeIsAnsweredByIdArchivedOrNot() {
        for (long id : SANDBOX.altegio().chains().get(706_029).membershipTypes().ids()) {
            var reply = SANDBOX.caller().get("chains/706029/loyalty/abonement_types/" + id);
            assertThat(reply.at("/data/id").longValue()).isEqualTo(id);
            assertThat(reply.at("/meta").toString()).isEqualTo("[]");
        }
        assertThat(SANDBOX.caller().get(LIST + "/1").status()).isEqualTo(404);
    }

    @Test
    void documentedArchiveMovesTheTypeThereAndBack() {
        var path = LIST + "/" + listed(0).getFirst();
        assertThat(patch(path + "/archive", "true")).isEqualTo(new Caller.Reply(204, ""));
        assertThat(listed(1)).contains(idOf(path)).hasSize(9);
        assertThat(SANDBOX.caller().get(path).at("/data/date_archived").textValue())
                .matches("\\d{4}-.*[+-]\\d\\d:\\d\\d");
        assertThat(patch(path + "/archive", "false").status()).isEqualTo(204);
        assertThat(listed(0)).contains(idOf(path)).hasSize(32);
        assertThat(SANDBOX.caller().get(path).at("/data/date_archived").isNull())
                .isTrue();
    }

    @Test
    void archivingAgainChangesNothing() {
        var path = LIST + "/" + listed(1).getFirst();
        var before = SANDBOX.caller().get(path);
        assertThat(patch(path + "/archive", "true").status()).isEqualTo(204);
        assertThat(SANDBOX.caller().get(path)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "1", "null"})
    void documentedArchiveTakesOnlyBooleans(String value) {
        var reply = patch(LIST + "/" + listed(0).getFirst() + "/archive", value);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/meta/errors").has("is_archived")).isTrue();
        assertThat(listed(1)).hasSize(8);
    }

    @Test
    void clientsArchiveIsTakenOnlyWhenSet() {
        var path = LIST + "/" + listed(0).getFirst();
        assertThat(patch(path, "\"1\"").status()).isEqualTo(404);
        SANDBOX.settings("{\"archive_form\": \"client\"}");
        assertThat(patch(path + "/archive", "true").status()).isEqualTo(404);
        assertThat(patch(path, "true").status()).isEqualTo(422);
        assertThat(listed(1)).hasSize(8);
        assertThat(patch(path, "\"1\"").at("/data/is_archived").booleanValue()).isTrue();
        assertThat(listed(1)).hasSize(9);
        assertThat(patch(path, "\"0\"").status()).isEqualTo(200);
        assertThat(listed(1)).hasSize(8);
    }

    @Test
    void unknownTypeIsNotArchived() {
        assertThat(patch(LIST + "/1/archive", "true").status()).isEqualTo(404);
    }

    @Test
    void deletedTypeIsUnlistedButAnsweredById() {
        var rows = SANDBOX.altegio().chains().get(706_028).membershipTypes();
        var id = listed(0).getFirst();
        rows.delete(id);
        assertThat(listed(0)).doesNotContain(id);
        assertThat(SANDBOX.caller().get(LIST + "/" + id).status()).isEqualTo(200);
        SANDBOX.settings("{\"deleted_answered\": false}");
        assertThat(SANDBOX.caller().get(LIST + "/" + id).status()).isEqualTo(404);
    }

    private static List<Long> listed(int archived) {
        return SANDBOX.caller().get(LIST + "?limit=100&is_archived=" + archived).ids();
    }

    private static Caller.Reply patch(String path, String value) {
        return SANDBOX.caller().call("PATCH", path, "{\"is_archived\": %s}".formatted(value));
    }

    private static long idOf(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }
}
