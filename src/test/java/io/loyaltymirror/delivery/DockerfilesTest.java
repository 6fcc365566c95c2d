package io.loyaltymirror.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.delivery.Dockerfile.Instruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No image can be built where these run: what can be known without building is checked here. */
class DockerfilesTest {

    /** What `./mvnw package` makes, and a Dockerfile may therefore take although no repository holds it. */
    private static final Set<String> BUILT = Set.of(
            "target/quarkus-app/lib/",
            "target/quarkus-app/quarkus-run.jar",
            "target/quarkus-app/app/",
            "target/quarkus-app/quarkus/");

    private final BuildContext context = BuildContext.read();

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void imageRunsAsANumberedUserThatIsNotRoot(String name) {
        List<Instruction> stage = read(name).lastStage();

        assertThat(stage.stream()
                        .filter(instruction -> instruction.name().equals("USER"))
                        .map(Instruction::words)
                        .toList())
                .last()
                .isEqualTo(List.of("1001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void everyBaseIsPinned(String name) {
        Set<String> stages = new HashSet<>();

        assertThat(read(name).all("FROM")).isNotEmpty().allSatisfy(from -> {
            String image = from.words().getFirst();
            assertThat(stages.contains(image) || image.matches("[^:@$]+:[^:@$]*\\d[^:@$]*(@sha256:[0-9a-f]{64})?"))
                    .as(image)
                    .isTrue();
            stages.add(from.words().getLast());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void bothPortsAreExposed(String name) {
        assertThat(read(name).lastStage().stream()
                        .filter(instruction -> instruction.name().equals("EXPOSE"))
                        .flatMap(instruction -> instruction.words().stream()))
                .containsExactlyInAnyOrder("8080", "9000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void everythingThatIsCopiedReachesTheBuild(String name) {
        assertThat(read(name).instructions().stream()
                        .filter(Instruction::isFromContext)
                        .flatMap(copy -> copy.sources().stream()))
                .isNotEmpty()
                .allSatisfy(source -> {
                    assertThat(BUILT.contains(source) || Files.exists(Path.of(source)))
                            .as(source + " exists, or is built")
                            .isTrue();
                    assertThat(context.holds(source))
                            .as(source + " is let through by .dockerignore")
                            .isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void everyStageThatIsCopiedFromExists(String name) {
        Dockerfile dockerfile = read(name);
        List<String> stages = dockerfile
                .all("FROM")
                .filter(from -> from.words().size() == 3)
                .map(from -> from.words().getLast())
                .toList();

        assertThat(dockerfile.all("COPY").flatMap(copy -> copy.flags().stream()).filter(f -> f.startsWith("--from=")))
                .allSatisfy(from -> assertThat(stages).contains(from.substring("--from=".length())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void programTakesArguments(String name) {
        // In the form without brackets a shell would stand in between and swallow --migrate and SIGTERM.
        assertThat(read(name).lastStage().getLast())
                .satisfies(last -> assertThat(last.name()).isEqualTo("ENTRYPOINT"))
                .satisfies(last -> assertThat(last.words().getFirst()).startsWith("["));
    }

    @Test
    void onlyTheProgramReachesTheBuild() {
        assertThat(List.of(
                        ".git",
                        ".env",
                        "README.md",
                        "k8s/secret.yaml",
                        "src/test/java/X.java",
                        "src/bench/X.java",
                        "src/main/docker/Dockerfile.native",
                        "target/classes/X.class"))
                .noneMatch(context::holds);
        assertThat(List.of("src/main/java/io/loyaltymirror/package-info.java", ".mvn/jvm.config"))
                .allMatch(context::holds);
    }

    private static Dockerfile read(String name) {
        return Dockerfile.read(Dockerfile.FOLDER.resolve(name));
    }
}
