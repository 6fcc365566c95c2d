package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A chain's types at once, in both formats. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ExportTest {

    private static final long ID = 68;
    private static final String EXPORT = "/mirror/v1/chains/{id}/export";
    private static final String HEADER =
            "chain_id,kind,id,title,price,category_id,weight,is_archived,date_archived,is_online_sale_enabled,"
                    + "online_sale_price,total,is_listed,state,body\r\n";

    Mirror mirror;

    private RegisteredChain chain;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 5, 2);
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    private Response export(String query) {
        return mirror.request().get(EXPORT + query, ID);
    }

    /** The newest scan of the one is older than that of the other. */
    @Test
    void exportSaysWhatItIs() {
        mirror.sync(ID, "membership_type");
        String asOf = chain.list("certificate_types").header("Mirror-As-Of");
        String name = "attachment; filename=\"chain-68-" + chain.generation() + ".ndjson\"";
        Response export = export("");
        export.then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .header("Transfer-Encoding", "chunked")
                .header("Content-Disposition", name)
                .header("Mirror-Generation", chain.generation())
                .header("Mirror-As-Of", asOf);
        assertThat(export.asString().lines()).hasSize(7);
        export("?format=csv&kind=membership_type")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/csv"))
                .header("Content-Disposition", containsString("chain-68-membership_type-1."))
                .body(startsWith(HEADER));
    }

    @Test
    void chainWithoutTypesHasAnExportToo() {
        Response export = mirror.request().get(EXPORT, Mirror.EMPTY);
        export.then().statusCode(200).header("Mirror-Generation", startsWith("1."));
        assertThat(export.asByteArray()).isEmpty();
        assertThat(mirror.request().get(EXPORT + "?format=csv", Mirror.EMPTY).asString())
                .isEqualTo(HEADER);
    }

    @Test
    void formatIsToldByTheParameterAlone() {
        for (String accept : new String[] {"text/csv", "application/json", "application/x-ndjson"}) {
            mirror.request()
                    .header("Accept", accept)
                    .get(EXPORT, ID)
                    .then()
                    .statusCode(200)
                    .contentType("application/x-ndjson");
        }
    }

    @ParameterizedTest
    @CsvSource({"format, xml", "format, CSV", "kind, gift"})
    void whatThereIsNotIsRefused(String parameter, String value) {
        mirror.request()
                .queryParam(parameter, value)
                .get(EXPORT, ID)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors", hasKey(parameter));
    }

    @Test
    void foreignChainIsAsUnknownAsOneThatIsNot() {
        mirror.as("small").get(EXPORT, ID).then().statusCode(404).body("detail", is("There is no chain 68"));
        mirror.request().get(EXPORT, 687).then().statusCode(404).body("detail", is("There is no chain 687"));
        chain.delete("away");
        export("").then().statusCode(404);
    }

    @Test
    void whatWasNeverReadCompletelyIsNoEmptyExport() {
        mirror.database()
                .execute("UPDATE chain_kind SET as_of = NULL WHERE chain_id = 68 AND kind = 'membership_type'");
        export("").then().statusCode(503).header("Retry-After", "10").contentType("application/problem+json");
        export("?kind=membership_type").then().statusCode(503);
        export("?kind=certificate_type").then().statusCode(200);
    }
}
