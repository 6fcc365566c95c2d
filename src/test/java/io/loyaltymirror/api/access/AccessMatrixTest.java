package io.loyaltymirror.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of the OpenAPI document, for every kind of caller, about a chain of his and about another's. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class AccessMatrixTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    /** So many there are at least, or the document is not what it was. */
    private static final int LEAST_OPERATIONS = 27;

    /** Whose chain it is about. */
    private enum Whose {
        OWN(Mirror.SMALL),
        FOREIGN(Mirror.LARGE),
        NOBODYS(706_027);

        private final long chain;
        private final UUID mutation = UUID.randomUUID();

        Whose(long chain) {
            this.chain = chain;
        }
    }

    /**
     * Who calls.
     *
     * @param header null where there is none
     * @param roles null where the key is none of ours
     * @param isLimited whether the key is good for one chain only
     */
    private record CallerKind(String header, Set<String> roles, boolean isLimited) {}

    private static final List<CallerKind> CALLERS = List.of(
            new CallerKind(null, null, false),
            new CallerKind("Bearer", null, false),
            new CallerKind("Basic YTpi", null, false),
            new CallerKind("Bearer all, Admin", null, false),
            new CallerKind("Bearer nobodys", null, false),
            new CallerKind("Bearer reader", Set.of("read"), false),
            new CallerKind("Bearer writer", Set.of("write"), false),
            new CallerKind("Bearer operator, User any", Set.of("operate"), false),
            new CallerKind("Bearer all", Set.of("read", "write", "operate"), false),
            new CallerKind("Bearer small", Set.of("read", "operate"), true),
            new CallerKind("Bearer smallwriter", Set.of("write"), true));

    private record Operation(String method, String path) {

        String role() {
            if (method.equals("get")) {
                return path.equals("/mirror/v1/audit") ? "operate" : "read";
            }
            return path.startsWith("/api/") ? "write" : "operate";
        }

        /** Of which chain it is, by its path or by a parameter. */
        boolean isAboutAChain() {
            return !path.equals("/mirror/v1/chains") && !path.equals("/mirror/v1/reports");
        }
    }

    Mirror mirror;

    @BeforeEach
    void mutationsOfTwoChains() {
        mirror.awaitFirstSync();
        mutation(Whose.OWN);
        mutation(Whose.FOREIGN);
    }

    private void mutation(Whose whose) {
        mirror.database().execute("""
                INSERT INTO mutation (id, chain_id, kind, operation, caller, key, fingerprint, slot, request, state,
                       received_at, lease_until, finished_at)
                VALUES ('%s', %d, 'certificate_type', 'CREATE', 'all', '%1$s', '', '%1$s', '{}', 'SUCCEEDED',
                       mirror_now(), mirror_now(), mirror_now())""".formatted(whose.mutation, whose.chain));
    }

    @AfterEach
    void noMutations() {
        mirror.database()
                .execute("DELETE FROM mutation WHERE id IN ('" + Whose.OWN.mutation + "', '" + Whose.FOREIGN.mutation
                        + "')");
    }

    @Test
    void everyOperationIsForWhomItIsMeantAlone() throws JsonProcessingException {
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        for (Operation operation : operations()) {
            for (CallerKind caller : CALLERS) {
                for (Whose whose : List.of(Whose.OWN, Whose.FOREIGN)) {
                    cells++;
                    String seen = ask(operation, caller, whose);
                    if (!expected(operation, caller, whose).equals(seen)) {
                        wrong.add(operation + " by " + caller + " of a chain that is " + whose + ": " + seen);
                    }
                }
            }
        }
        System.out.printf("Access: %d cells, %d not as expected%n", cells, wrong.size());
        assertThat(wrong).isEmpty();
        assertThat(cells).isGreaterThanOrEqualTo(LEAST_OPERATIONS * CALLERS.size() * 2);
    }

    private List<Operation> operations() throws JsonProcessingException {
        String document = mirror.request()
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        JsonNode paths = new ObjectMapper().readTree(document).path("paths");
        List<Operation> operations = new ArrayList<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Operation(method.getKey(), path.getKey()));
                    }
                }));
        return operations;
    }

    private static String expected(Operation operation, CallerKind caller, Whose whose) {
        if (caller.roles() == null) {
            return "401";
        }
        if (!caller.roles().contains(operation.role())) {
            return "403";
        }
        return caller.isLimited() && whose == Whose.FOREIGN && operation.isAboutAChain() ? "as unknown" : "served";
    }

    private String ask(Operation operation, CallerKind caller, Whose whose) {
        Response answer = answer(operation, caller, whose);
        int status = answer.statusCode();
        if (caller.isLimited() && whose == Whose.FOREIGN && operation.isAboutAChain() && status != 403) {
            Response unknown = answer(operation, caller, Whose.NOBODYS);
            return status == unknown.statusCode() && masked(answer).equals(masked(unknown))
                    ? "as unknown"
                    : status + " " + answer.asString();
        }
        // What is asked for is there; what is to be done cannot be done.
        boolean isServed =
                operation.method().equals("get") ? status == 200 : status < 500 && status != 401 && status != 403;
        return isServed ? "served" : Integer.toString(status);
    }

    /** Without what the caller himself named. */
    private static String masked(Response answer) {
        return answer.asString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}|\\d+", "#");
    }

    private Response answer(Operation operation, CallerKind caller, Whose whose) {
        RequestSpecification request = RestAssured.given();
        if (caller.header() != null) {
            request.header("Authorization", caller.header());
        }
        if (!operation.method().equals("get")) {
            // Nothing that could be done: who may ask is looked at before what is asked.
            request.contentType("application/json").body("{}");
        }
        return request.request(operation.method().toUpperCase(Locale.ROOT), path(operation, whose));
    }

    private String path(Operation operation, Whose whose) {
        String path = operation.path();
        String id = Long.toString(whose.chain);
        if (path.startsWith("/mirror/v1/runs/")) {
            id = mirror.database()
                    .text("SELECT coalesce(max(id), 999999999) FROM sync_run WHERE chain_id = " + whose.chain);
        } else if (path.startsWith("/mirror/v1/mutations/")) {
            id = whose.mutation.toString();
        } else if (path.contains("{chain}")) {
            // One that is there, but not for those who delete.
            id = operation.method().equals("get") ? type(path, whose.chain) : "999999999";
            path = path.replace("{chain}", Long.toString(whose.chain));
        } else if (!path.contains("{id}")) {
            path += "?chain=" + whose.chain;
        }
        return path.replace("{id}", id)
                        .replace("{types}", "certificate-types")
                        .replace("{type}", type("certificate", whose.chain))
                        .replace("{report}", "sales")
                + needed(path);
    }

    /** What some reads do not go without. */
    private String needed(String path) {
        if (path.endsWith("/changes")) {
            return "?after=1.0";
        }
        return path.endsWith("/{types}") ? "?as_of=" + mirror.now() : "";
    }

    private String type(String path, long chain) {
        String table = path.contains("certificate") ? "certificate_type" : "membership_type";
        return mirror.database().text("SELECT coalesce(max(id), 1) FROM " + table + " WHERE chain_id = " + chain);
    }
}
