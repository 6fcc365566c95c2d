package io.loyaltymirror.artifact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Nothing that serves dev mode and the tests is in what ships. */
class ArtifactIT {

    @Test
    void jarHasNoClassOfTheSandboxAndNoEmbeddedDatabase() throws IOException {
        assumeTrue(!Artifact.isNative());
        try (Stream<Path> files = Files.walk(Artifact.QUARKUS_APP)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).isNotEmpty().noneMatch(jar -> jar.toString().contains("zonky"));
            assertThat(jars.stream().flatMap(ArtifactIT::entries))
                    .contains("io/loyaltymirror/upstream/Upstream.class")
                    .noneMatch(entry -> entry.startsWith("io/loyaltymirror/sandbox/") && entry.endsWith(".class"));
        }
    }

    private static Stream<String> entries(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Class names stand in the image heap as text. */
    @Test
    void nativeBinaryHasNoClassOfTheSandbox() throws IOException {
        assumeTrue(Artifact.isNative());
        String image = new String(Files.readAllBytes(Artifact.binary()), ISO_8859_1);
        assertThat(image.contains("io.loyaltymirror.upstream.Upstream")).isTrue();
        assertThat(image.contains("io.loyaltymirror.sandbox.")).isFalse();
        assertThat(image.contains("io.zonky.test.db.postgres.embedded.EmbeddedPostgres"))
                .isFalse();
    }
}
