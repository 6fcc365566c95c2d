package io.loyaltymirror.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Kubernetes documents, read so strictly that a misspelt field is an error and not a default. */
record Manifests(List<HasMetadata> documents) {

    static final Path BASE = Path.of("k8s", "base");
    static final Path OVERLAYS = Path.of("k8s", "overlays");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Deployment", Deployment.class,
            "Service", Service.class,
            "ConfigMap", ConfigMap.class,
            "Secret", Secret.class,
            "ServiceAccount", ServiceAccount.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "ServiceMonitor", ServiceMonitor.class,
            "PrometheusRule", PrometheusRule.class);

    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new WithoutAnySetters())
            .build();

    /** The base as it is written, except for what its kustomization generates. */
    static Manifests ofBase() {
        try (Stream<Path> files = Files.list(BASE)) {
            return new Manifests(files.filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .flatMap(file -> parse(tree(file)).stream())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An overlay as a cluster gets it; where no kubectl can render it, the base's own check has to do. */
    static Manifests ofOverlay(String name) {
        assumeThat(kubectl("version", "--client", "-o", "json"))
                .as("a kubectl whose kustomize is new enough to tell its version")
                .contains("kustomizeVersion");
        return new Manifests(
                parse(trees(kubectl("kustomize", OVERLAYS.resolve(name).toString()))));
    }

    static List<JsonNode> tree(Path file) {
        try {
            return trees(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<HasMetadata> parse(List<JsonNode> trees) {
        return trees.stream().map(Manifests::model).toList();
    }

    Deployment deployment() {
        return only(Deployment.class);
    }

    PodSpec pod() {
        return deployment().getSpec().getTemplate().getSpec();
    }

    Container server() {
        return only(pod().getContainers());
    }

    Container migration() {
        return only(pod().getInitContainers());
    }

    List<Container> containers() {
        return List.of(migration(), server());
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return documents.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T named(String name, Class<T> kind) {
        return only(all(kind).stream()
                .filter(document -> document.getMetadata().getName().matches(name))
                .toList());
    }

    <T extends HasMetadata> T only(Class<T> kind) {
        return only(all(kind));
    }

    private static <T> T only(List<T> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static HasMetadata model(JsonNode tree) {
        String kind = tree.path("kind").asText();
        assertThat(KINDS).as("kinds that are checked").containsKey(kind);
        try {
            return YAML.treeToValue(tree, KINDS.get(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> trees(String yaml) {
        List<JsonNode> trees = new ArrayList<>();
        try (JsonParser parser = YAML.createParser(yaml)) {
            YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).forEachRemaining(trees::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return trees;
    }

    /** What kubectl prints, or nothing where there is none. */
    private static String kubectl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process =
                    new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        } catch (IOException e) {
            return "";
        }
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.onExit().join().exitValue())
                    .as(String.join(" ", command))
                    .isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The models keep every field that they do not know; without that they refuse it. */
    private static final class WithoutAnySetters extends JacksonAnnotationIntrospector {
        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
