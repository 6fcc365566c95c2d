package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Download;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An export of 30 MB, far more than fits between service and reader, and readers who take it slowly or not at all. */
@Tag("process")
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ExportStreamTest {

    private static final long ID = 69;
    private static final int TYPES = 1_500;

    /** What it reads under is a transaction whose last statement was the one for a page. */
    private static final String UNDER_WAY = " FROM pg_stat_activity WHERE datname = current_database()"
            + " AND query LIKE '%is_online_sale_enabled%' AND query NOT LIKE '%pg_stat%' AND state <> 'idle'";

    private static final String LINES = """
            SELECT string_agg('{"kind":"certificate_type","id":' || id || ',"listed":true,"state":"LIVE","body":' || body || '}',
                              chr(10) ORDER BY id) || chr(10)
              FROM certificate_type WHERE chain_id = 69""";

    private static final String PUBLICATION = """
            BEGIN;
            SELECT FROM chain WHERE id = 69 FOR NO KEY UPDATE;
            UPDATE certificate_type SET body = jsonb_set(body, '{title}', '"Changed"') WHERE chain_id = 69;
            UPDATE certificate_type SET state = 'GONE' WHERE chain_id = 69 AND id % 3 = 0;
            INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                   observed_at, generation)
            SELECT 69, 9000, '{"id": 9000}', '', '', '', 1, now(), 3;
            UPDATE chain SET generation = generation + 1 WHERE id = 69;
            COMMIT""";

    Mirror mirror;

    @TestHTTPResource("/mirror/v1/chains/69/export")
    URI export;

    private RegisteredChain chain;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 0, 0);
        add(1, TYPES);
    }

    private void add(int from, int until) {
        mirror.database().execute("""
                INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                       observed_at, generation)
                SELECT 69, i, jsonb_build_object('id', i, 'title', 'Type ' || i, 'note', repeat('x', 20000)),
                       'type', '', '', 1, now(), 1
                  FROM generate_series(%d, %d) AS i""".formatted(from, until));
    }

    @AfterEach
    void noChain() {
        try {
            awaitUnderWay(0);
        } finally {
            chain.forget();
        }
    }

    private Download download() throws IOException {
        return Download.start(export, "all");
    }

    /** Soon, and long before anybody's patience ends. */
    private void awaitUnderWay(int exports) {
        await().atMost(Duration.ofMillis(2_000))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> mirror.database().number("SELECT count(*)" + UNDER_WAY) == exports);
    }

    /** When the transaction of the one export last did anything. */
    private String lastDone() {
        return mirror.database().text("SELECT min(state_change) || ' ' || min(state)" + UNDER_WAY);
    }

    @Test
    void whatIsPublishedMeanwhileIsNotInIt() throws IOException {
        String before = mirror.database().text(LINES);
        String generation = chain.generation();
        try (Download download = download()) {
            String begin = new String(download.chunk(), StandardCharsets.UTF_8);
            mirror.database().execute(PUBLICATION);
            assertThat(chain.generation()).isNotEqualTo(generation);
            assertThat(download.header("Mirror-Generation")).isEqualTo(generation);
            boolean isSame = (begin + download.rest()).equals(before);
            assertThat(isSame).as("all of it is as it was").isTrue();
        }
        try (Download download = download()) {
            assertThat(download.rest().lines()).hasSize(TYPES - TYPES / 3 + 1);
        }
    }

    @Test
    void nothingIsReadAheadOfTheReader() throws Exception {
        try (Download download = download()) {
            String rests;
            do {
                rests = lastDone();
                Thread.sleep(1_000);
            } while (!Objects.equals(lastDone(), rests));
            assertThat(rests).as("while nobody takes anything").endsWith("idle in transaction");
            assertThat(download.rest().lines()).hasSize(TYPES);
        }
    }

    /** To read it all for nobody would take far longer than a moment. */
    @Test
    void whoHangsUpFreesTheConnectionAtOnce() throws IOException {
        add(TYPES + 1, 5 * TYPES);
        for (int i = 0; i < 10; i++) {
            try (Download download = download()) {
                download.chunk();
                awaitUnderWay(1);
            }
            awaitUnderWay(0);
        }
    }

    @Test
    void moreThanTwoAtATimeAreToldToComeLater() throws IOException {
        try (Download first = download()) {
            try (Download _ = download();
                    Download third = download()) {
                assertThat(third.status()).isEqualTo(503);
                assertThat(third.header("Retry-After")).isEqualTo("2");
                awaitUnderWay(2);
            }
            awaitUnderWay(1);
            try (Download another = download()) {
                assertThat(another.status()).isEqualTo(200);
            }
            assertThat(first.rest().lines()).hasSize(TYPES);
        }
    }

    @Test
    void whoTakesNothingIsCutOffAndCannotTakeItForTheWhole() throws Exception {
        try (Download download = download()) {
            awaitUnderWay(1);
            Thread.sleep(3_000);
            awaitUnderWay(0);
            assertThatThrownBy(download::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void exportWhoseDatabaseFailsIsCutOff() throws IOException {
        try (Download download = download()) {
            download.chunk();
            awaitUnderWay(1);
            mirror.database().execute("SELECT pg_terminate_backend(pid)" + UNDER_WAY);
            assertThatThrownBy(download::rest).isInstanceOf(IOException.class);
        }
        try (Download download = download()) {
            assertThat(download.rest().lines()).hasSize(TYPES);
        }
    }
}
