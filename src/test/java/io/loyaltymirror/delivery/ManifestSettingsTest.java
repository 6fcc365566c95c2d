package io.loyaltymirror.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which program the pods run, where its settings come from, and that no secret is among what is written down. */
class ManifestSettingsTest {

    private static final Path EXAMPLE = Path.of("k8s", "secret.example.yaml");
    private static final String SECRET = ".*(USERNAME|PASSWORD|TOKEN|LOGIN|HASH).*";

    @ParameterizedTest
    @EnumSource
    void migrationComesFirstAndTheServerLeavesItAlone(Rendering rendering) {
        Container migration = rendering.manifests().migration();
        Container server = rendering.manifests().server();

        assertThat(migration.getArgs()).containsExactly("--migrate");
        assertThat(migration.getCommand()).isEmpty();
        assertThat(env(migration)).doesNotContainKey("MIRROR_DATABASE_MIGRATE");
        assertThat(server.getArgs()).isEmpty();
        assertThat(server.getCommand()).isEmpty();
        assertThat(env(server)).containsEntry("MIRROR_DATABASE_MIGRATE", "off");
        assertThat(migration.getImage()).isEqualTo(server.getImage());
        assertThat(migration.getEnvFrom()).isEqualTo(server.getEnvFrom());
    }

    @ParameterizedTest
    @EnumSource
    void imagesAreNamedByAVersion(Rendering rendering) {
        assertThat(rendering.manifests().containers())
                .extracting(Container::getImage)
                .allSatisfy(image -> assertThat(image)
                        .matches("([^:@]+(:\\d+/[^:@]+)?):[^:@]+(@sha256:[0-9a-f]{64})?|[^@]+@sha256:[0-9a-f]{64}")
                        .doesNotEndWith(":latest"));
    }

    @ParameterizedTest
    @EnumSource
    void secretsComeByReferenceOnly(Rendering rendering) {
        Manifests manifests = rendering.manifests();

        assertThat(manifests.documents()).noneMatch(Secret.class::isInstance);
        assertThat(manifests.containers()).allSatisfy(container -> {
            assertThat(container.getEnvFrom())
                    .allSatisfy(source -> assertThat(optional(source))
                            .as("a missing one must be seen")
                            .isFalse());
            assertThat(container.getEnvFrom().stream()
                            .map(EnvFromSource::getSecretRef)
                            .filter(Objects::nonNull))
                    .singleElement()
                    .satisfies(secret -> assertThat(secret.getName()).isEqualTo("loyalty-mirror"));
            assertThat(env(container).keySet()).noneMatch(name -> name.matches(SECRET));
        });
    }

    @ParameterizedTest
    @EnumSource(names = "BASE", mode = EnumSource.Mode.EXCLUDE)
    void changedSettingRollsThePods(Rendering rendering) {
        ConfigMap settings = rendering.manifests().named("loyalty-mirror-[a-z0-9]{10}", ConfigMap.class);

        assertThat(rendering.manifests().containers())
                .allSatisfy(container -> assertThat(container.getEnvFrom().stream()
                                .map(EnvFromSource::getConfigMapRef)
                                .filter(Objects::nonNull))
                        .singleElement()
                        .satisfies(reference -> assertThat(reference.getName())
                                .isEqualTo(settings.getMetadata().getName())));
        assertThat(settings.getData().keySet())
                .contains("MIRROR_DATABASE_URL", "MIRROR_UPSTREAM_URL", "MIRROR_UPSTREAM_RATE_PER_MINUTE")
                .allMatch(name -> name.startsWith("MIRROR_"))
                .noneMatch(name -> name.matches(SECRET));
    }

    @Test
    void everySettingThatIsWrittenDownHasAValueAndIsNoSecret() {
        assertThat(Stream.of("base", "overlays/dev", "overlays/prod").flatMap(ManifestSettingsTest::literals))
                .isNotEmpty()
                .allMatch(literal -> literal.matches("MIRROR_[A-Z0-9_]+=\\S+"), "NAME=value")
                .noneMatch(literal -> literal.split("=", 2)[0].matches(SECRET), "is a secret");
    }

    /** The replicas share it through the database. */
    @Test
    void everyReplicaIsGivenTheWholeBudget() {
        assertThat(literals("base"))
                .contains("MIRROR_UPSTREAM_RATE_PER_SECOND=5", "MIRROR_UPSTREAM_RATE_PER_MINUTE=200");
        assertThat(literals("overlays/prod")).noneMatch(literal -> literal.contains("RATE_PER"));
    }

    @Test
    void kustomizationNamesEveryFileOfTheBase() throws IOException {
        try (Stream<Path> files = Files.list(Manifests.BASE)) {
            assertThat(texts(kustomization("base").path("resources")))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals("kustomization.yaml"))
                                    .toList());
        }
    }

    @Test
    void exampleSecretHasWhatTheProgramNeedsAndNoRealValue() {
        Manifests examples = new Manifests(Manifests.parse(Manifests.tree(EXAMPLE)));
        Secret example = examples.named("loyalty-mirror", Secret.class);

        assertThat(examples.named("loyalty-mirror-keys", Secret.class)
                        .getStringData()
                        .get("keys.properties"))
                .contains("till.hash=<sha-256>", "till.roles=", "till.chains=");
        assertThat(example.getStringData())
                .containsKeys(
                        "MIRROR_DATABASE_USERNAME",
                        "MIRROR_DATABASE_PASSWORD",
                        "MIRROR_UPSTREAM_PARTNER_TOKEN",
                        "MIRROR_UPSTREAM_USER_TOKEN");
        assertThat(example.getStringData()).allSatisfy((name, value) -> {
            if (name.matches(SECRET)) {
                assertThat(value).startsWith("<").endsWith(">");
            }
        });
    }

    @Test
    void misspeltFieldIsRefused() throws IOException {
        String misspelt = Files.readString(Manifests.BASE.resolve("deployment.yaml"))
                .replaceFirst("readOnlyRootFilesystem", "readOnlyRootFileSystem");
        Path file = Files.writeString(Files.createTempFile("misspelt", ".yaml"), misspelt);

        try {
            assertThatThrownBy(() -> Manifests.parse(Manifests.tree(file)))
                    .hasMessageContaining("readOnlyRootFileSystem");
        } finally {
            Files.delete(file);
        }
    }

    static Map<String, String> env(Container container) {
        return container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static boolean optional(EnvFromSource source) {
        return source.getSecretRef() != null
                ? Boolean.TRUE.equals(source.getSecretRef().getOptional())
                : Boolean.TRUE.equals(source.getConfigMapRef().getOptional());
    }

    private static Stream<String> literals(String folder) {
        return StreamSupport.stream(
                        kustomization(folder).path("configMapGenerator").spliterator(), false)
                .flatMap(generator -> texts(generator.path("literals")).stream());
    }

    private static JsonNode kustomization(String folder) {
        return Manifests.tree(Path.of("k8s", folder, "kustomization.yaml")).getFirst();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
