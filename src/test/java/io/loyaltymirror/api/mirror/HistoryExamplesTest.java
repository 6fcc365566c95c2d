package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes, history and reports, value by value as {@code src/docs/examples} has them. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class HistoryExamplesTest {

    private static final String CHAIN =
            "INSERT INTO chain (id, title, enabled, generation) VALUES (642, 'North', false, 4)";

    private static final String TYPE = """
            INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                   observed_at, generation)
            VALUES (642, 289056, '{"id": 289056, "title": "Gift 1000", "balance": 1200, "is_archived": false,
                    "online_sale_is_enabled": true, "online_sale_price": 1100, "released_total": 12, "salon_ids": [720441]}',
                    'gift 1000', '', '', 1, '2026-11-20T08:15:00Z', 4)""";

    private static final String CHANGES = """
            INSERT INTO change (chain_id, generation, seq, kind, id, op, fields, body, cause, at) VALUES
            (642, 1, 0, 'certificate_type', 289056, 'CREATED', '{}',
             '{"id": 289056, "title": "Gift 1000", "balance": 1000, "released_total": 10}', 'scan', '2026-11-20T08:00:01Z'),
            (642, 2, 0, 'certificate_type', 289056, 'CHANGED', '{balance}',
             '{"id": 289056, "title": "Gift 1000", "balance": 1200, "released_total": 10}', 'write', '2026-11-20T08:05:01Z'),
            (642, 3, 0, 'certificate_type', 289056, 'ISSUED', '{released_total}', '{"released_total": 12}', 'scan',
             '2026-11-20T08:10:01Z'),
            (642, 4, 0, 'membership_type', 15094, 'GONE', '{}', NULL, 'unlisted', '2026-11-20T08:15:01Z')""";

    private static final String ISSUANCE = """
            INSERT INTO issuance (chain_id, kind, type_id, day, total, issued, fell, since, at) VALUES
            (642, 'certificate_type', 289056, '2026-11-19', 10, 0, 0, NULL, '2026-11-19T08:00:00Z'),
            (642, 'certificate_type', 289056, '2026-11-20', 12, 2, 0, '2026-11-20T08:05:00Z', '2026-11-20T08:10:00Z')""";

    private static final String MUTATION = """
            INSERT INTO mutation (id, chain_id, kind, operation, type_id, caller, key, fingerprint, slot, request, state,
                   attempt, received_at, lease_until, finished_at)
            SELECT gen_random_uuid(), 642, 'certificate_type', 'UPDATE', 289056, 'till', 'example ' || i, '', 'example ' || i,
                   '{}', 'SUCCEEDED', i, '2026-11-20T08:05:00Z', '2026-11-20T08:05:45Z',
                   '2026-11-20T08:05:00Z'::timestamptz + i * interval '400 ms'
              FROM generate_series(1, 2) AS i""";

    Mirror mirror;

    @BeforeEach
    void whatTheExamplesTell() {
        mirror.awaitFirstSync();
        Stream.of(CHAIN, TYPE, CHANGES, ISSUANCE, MUTATION).forEach(mirror.database()::execute);
    }

    @AfterEach
    void nothingOfIt() {
        for (String table : List.of("change", "certificate_type", "issuance", "mutation")) {
            mirror.database().execute("DELETE FROM " + table + " WHERE chain_id = 642");
        }
        mirror.database().execute("DELETE FROM chain WHERE id = 642");
    }

    @ParameterizedTest
    @CsvSource({
        "changes, /mirror/v1/chains/642/changes?after=1.0",
        "history, /mirror/v1/chains/642/certificate-types/289056/history?limit=3",
        "types-then, /mirror/v1/chains/642/certificate-types?as_of=2026-11-20T08:12:00Z",
        "report-sales, /mirror/v1/reports/sales?chain=642",
        "report-catalogue, /mirror/v1/reports/catalogue?chain=642",
        "report-changes, /mirror/v1/reports/changes?chain=642&from=2026-11-20&to=2026-11-20",
        "report-mutations, /mirror/v1/reports/mutations?chain=642&limit=1",
    })
    void answerIsItsExample(String name, String path) {
        Response answer = mirror.request().get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Examples.json(answer)).isEqualTo(Examples.example(name));
    }
}
