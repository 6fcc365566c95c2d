package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that a caller holds are not sent again, and one who cannot do with old ones is told. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ConditionalReadsTest {

    private static final long ID = 700_200;
    private static final String LIST = "/api/v1/chain/" + ID + "/loyalty/certificate_types";
    private static final String MEMBERSHIPS = "/api/v1/chain/" + ID + "/loyalty/abonement_types";

    Mirror mirror;
    private RegisteredChain chain;

    @BeforeEach
    void add() {
        chain = RegisteredChain.add(mirror, ID, 12, 3);
    }

    @AfterEach
    void forget() {
        chain.forget();
    }

    private String single() {
        return LIST + "/" + chain.certificates().ids().getFirst();
    }

    private Response get(String path) {
        return mirror.request().get(path);
    }

    private Response get(String path, String known) {
        return mirror.request().header("If-None-Match", known).get(path);
    }

    private static String tag(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.header("ETag");
    }

    @Test
    void whatTheCallerHoldsIsNotSentAgain() {
        for (String path : List.of(LIST, LIST + "?title=a&page=2&page_size=3", MEMBERSHIPS, single())) {
            String tag = tag(get(path));
            assertThat(tag).startsWith("\"").as("of this form of answers").endsWith('-' + Envelope.VERSION + '"');
            for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
                Response answer = get(path, known);
                assertThat(answer.statusCode()).as("%s with %s", path, known).isEqualTo(304);
                assertThat(answer.asByteArray()).isEmpty();
                assertThat(answer.header("Content-Type")).as("of nothing").isNull();
                assertThat(answer.header("ETag")).isEqualTo(tag);
                assertThat(answer.header("Mirror-Generation")).startsWith("1.");
                assertThat(answer.header("Mirror-As-Of")).isNotNull();
                assertThat(answer.header("Age")).matches("\\d+");
                assertThat(answer.header("Cache-Control")).contains("no-cache");
            }
            assertThat(get(path, "\"other\"").statusCode()).isEqualTo(200);
            assertThat(get(path, tag.replace("\"", "")).statusCode())
                    .as("no tag")
                    .isEqualTo(200);
        }
    }

    @Test
    void everyListHasItsOwnTag() {
        Set<String> tags = new HashSet<>();
        List<String> queries = List.of(
                LIST,
                LIST + "?page=2",
                LIST + "?page_size=11",
                LIST + "?title=1",
                LIST + "?is_archived=1",
                LIST + "?is_archived=0",
                LIST + "?item_type_id=1",
                LIST + "?salon_id=1",
                LIST + "?ids=1",
                LIST + "?sort=-id",
                LIST + "?sort=id",
                MEMBERSHIPS);
        queries.forEach(query -> tags.add(tag(get(query))));
        assertThat(tags).hasSize(queries.size());
        assertThat(tag(get(LIST + "?page=1&unknown=1"))).as("the same list").isEqualTo(tag(get(LIST)));
    }

    @Test
    void tagsOfListsFollowTheGenerationAndTagsOfTypesTheirContent() {
        String list = tag(get(LIST));
        String type = tag(get(single()));
        chain.sync();
        assertThat(tag(get(LIST))).as("nothing was published").isEqualTo(list);
        long other = chain.certificates().ids().get(5);
        chain.certificates().change(other, row -> row.put("balance", 777));
        chain.sync();
        assertThat(get(LIST, list).statusCode()).isEqualTo(200);
        assertThat(get(single(), type).statusCode()).isEqualTo(304);
        chain.certificates().change(chain.certificates().ids().getFirst(), row -> row.put("balance", 778));
        chain.sync();
        assertThat(get(single(), type).statusCode()).isEqualTo(200);
    }

    /** As after a restore: the same number may be another list then. */
    @Test
    void listsOfAnotherEpochHaveAnotherTag() {
        String list = tag(get(LIST));
        mirror.database().execute("UPDATE chain SET epoch = epoch + 1 WHERE id = " + ID);
        assertThat(get(LIST, list).statusCode()).isEqualTo(200);
    }

    @Test
    void headersAloneAreThoseOfTheAnswer() {
        for (String path : List.of(LIST + "?page_size=100", single())) {
            Response whole = get(path);
            Response head = mirror.request().head(path);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.asByteArray()).isEmpty();
            for (String header :
                    List.of("ETag", "Mirror-Generation", "Mirror-As-Of", "Content-Type", "Content-Length")) {
                assertThat(head.header(header)).as(header).isEqualTo(whole.header(header));
            }
            assertThat(Integer.parseInt(head.header("Content-Length"))).isEqualTo(whole.asByteArray().length);
            Response held = mirror.request()
                    .header("If-None-Match", whole.header("ETag"))
                    .head(path);
            assertThat(held.statusCode()).isEqualTo(304);
            assertThat(held.header("ETag")).isEqualTo(whole.header("ETag"));
            assertThat(held.header("Content-Type")).as("of nothing").isNull();
        }
        assertThat(mirror.request().head(LIST + "/1").statusCode()).isEqualTo(404);
    }

    @Test
    void olderThanTheCallerCanUseIsRefused() throws InterruptedException {
        Thread.sleep(2_100);
        Response refused = mirror.request().header("Mirror-Max-Age", "1").get(LIST);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("5");
        assertThat(refused.jsonPath().getString("meta.message")).contains("s old");
        assertThat(mirror.request().header("Mirror-Max-Age", "1").get(single()).statusCode())
                .isEqualTo(503);
        chain.sync();
        assertThat(mirror.request().header("Mirror-Max-Age", "60").get(LIST).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", "1.5", "+1"})
    void ageThatIsNoNumberIsRefused(String age) {
        Response refused = mirror.request().header("Mirror-Max-Age", age).get(LIST);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("meta.errors.Mirror-Max-Age")).hasSize(1);
    }

    @Test
    void noneIsCompressed() {
        Response answer = mirror.request().header("Accept-Encoding", "gzip, br").get(LIST);
        assertThat(answer.header("Content-Encoding")).isNull();
        assertThat(answer.header("ETag")).isEqualTo(tag(get(LIST)));
    }
}
