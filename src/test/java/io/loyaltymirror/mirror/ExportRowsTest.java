package io.loyaltymirror.mirror;

import static io.loyaltymirror.mirror.OwnRows.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of an export: no type is left out, and none of them is large. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ExportRowsTest {

    private static final int PAGE = 256 * 1024;

    @Inject
    Pool pool;

    Mirror mirror;

    @BeforeEach
    void schema() {
        mirror.awaitFirstSync();
    }

    @AfterEach
    void noTypes() {
        mirror.database().execute("DELETE FROM certificate_type WHERE chain_id = 36");
        mirror.database().execute("DELETE FROM membership_type WHERE chain_id = 36");
    }

    private void add(Kind kind, int from, int until, int size) {
        mirror.database().execute("""
                INSERT INTO %s (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                       observed_at, generation)
                SELECT 36, i, jsonb_build_object('note', repeat('x', %d)), '', '', '', 1, now(), 1
                  FROM generate_series(%d, %d) AS i""".formatted(kind.word(), size, from, until));
    }

    private List<List<Map<String, Object>>> pages() {
        ExportRows rows = new ExportRows(new ChainId(36), List.of(Kind.values()));
        List<List<Map<String, Object>>> pages = new ArrayList<>();
        while (rows.mayHaveMore()) {
            pages.add(get(pool.withConnection(rows::next)));
        }
        return pages;
    }

    private static int characters(List<Map<String, Object>> page) {
        return page.stream()
                .mapToInt(type -> ((String) type.get("body")).length())
                .sum();
    }

    @Test
    void everyTypeIsInOnePageAndNoPageIsLarge() {
        add(Kind.CERTIFICATE_TYPE, -2, 700, 100);
        add(Kind.CERTIFICATE_TYPE, 701, 730, 100_000);
        add(Kind.CERTIFICATE_TYPE, 731, 733, 1_000_000);
        add(Kind.CERTIFICATE_TYPE, 734, 2_000, 10);
        add(Kind.MEMBERSHIP_TYPE, 1, ExportRows.ROWS, 10);
        List<List<Map<String, Object>>> pages = pages();
        assertThat(pages.stream().flatMap(List::stream).map(type -> type.get("kind") + " " + type.get("id")))
                .containsExactlyElementsOf(IntStream.concat(
                                IntStream.rangeClosed(-2, 2_000), IntStream.rangeClosed(1, ExportRows.ROWS))
                        .boxed()
                        .collect(
                                ArrayList::new,
                                (all, id) ->
                                        all.add((all.size() < 2_003 ? "certificate_type " : "membership_type ") + id),
                                List::addAll));
        assertThat(pages).allMatch(page -> page.size() <= ExportRows.ROWS);
        assertThat(pages).allMatch(page -> page.isEmpty() || characters(page.subList(0, page.size() - 1)) < PAGE);
    }

    @Test
    void chainWithoutTypesHasAnEmptyPageForEachKind() {
        assertThat(pages()).hasSize(2).allMatch(List::isEmpty);
    }
}
