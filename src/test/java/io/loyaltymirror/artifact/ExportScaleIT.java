package io.loyaltymirror.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Download;
import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An export larger than the heap of 256 MB, through a reader who is slow: what was read ahead of him would not fit. */
@Tag("scale")
class ExportScaleIT {

    private static final int TYPES = 100_000;

    private final EmbeddedDatabase database = EmbeddedDatabase.create();
    private long lines;
    private long bytes;
    private final SandboxAltegio sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort());

    @AfterEach
    void noUpstream() {
        sandbox.close();
    }

    private Service start() throws IOException {
        Map<String, String> environment = StartIT.environment(sandbox, database.url());
        environment.put("MIRROR_CHAINS", "720441");
        environment.put("MIRROR_SYNC_EVERY", "1h");
        environment.put("MIRROR_KEYS_TILL_CHAINS", "*");
        return Service.start(environment);
    }

    private void add() {
        database.execute("""
                INSERT INTO certificate_type (chain_id, id, body, title_folded, content_hash, definition_hash, hash_version,
                       observed_at, generation)
                SELECT 720441, i, jsonb_build_object('id', i, 'title', 'Type ' || i, 'note', repeat('x', 4000)),
                       'type', '', '', 1, now(), 1
                  FROM generate_series(1, %d) AS i""".formatted(TYPES));
    }

    private void read(Service service) throws Exception {
        try (Download download = Download.start(service.uri("/mirror/v1/chains/720441/export"), "key")) {
            for (byte[] chunk = download.chunk(); chunk != null; chunk = download.chunk()) {
                bytes += chunk.length;
                lines += new String(chunk, StandardCharsets.UTF_8).lines().count();
                Thread.sleep(5);
            }
        }
    }

    @Test
    void exportOfAHundredThousandTypesIsNeverInTheHeap() throws Exception {
        try (Service service = start()) {
            service.awaitStatus("/mirror/v1/chains/720441/export", 200);
            add();
            long before = service.peakKilobytes();
            long begin = System.nanoTime();
            read(service);
            System.out.printf(
                    "%s: export of %d types, %d MB: %.1f s | peak resident %d MB, before %d MB%n",
                    Artifact.isNative() ? "native" : "jar",
                    lines,
                    bytes >> 20,
                    (System.nanoTime() - begin) / 1e9,
                    service.peakKilobytes() / 1024,
                    before / 1024);
            assertThat(lines).isEqualTo(TYPES);
            assertThat(bytes).isGreaterThan(400_000_000L);
            assertThat(service.log()).doesNotContain("OutOfMemory", "cut off");
        }
    }
}
