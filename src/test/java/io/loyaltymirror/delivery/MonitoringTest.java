package io.loyaltymirror.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for what the service really tells, and lead to words that say what to do. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class MonitoringTest {

    private static final Path FOLDER = Path.of("k8s", "monitoring");

    /** A metric's name in a query: followed by neither a parenthesis nor a part of a name, and no label. */
    private static final Pattern NAME = Pattern.compile("\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\\b(?!\\s*\\()");

    private static final Set<String> WORDS =
            Set.of("histogram_quantile", "clamp_min", "unknown_key", "group_left", "group_right");

    /** The Service that is scraped. */
    private static final String JOB = "job=\"loyalty-mirror-metrics\"";

    Mirror mirror;

    private static <T> T read(String file, Class<T> kind) {
        return kind.cast(Manifests.parse(Manifests.tree(FOLDER.resolve(file))).getFirst());
    }

    private static List<Rule> alerts() {
        return read("prometheusrule.yaml", PrometheusRule.class).getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream())
                .toList();
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(FOLDER.resolve("dashboard.json")));
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        alerts().forEach(alert -> queries.add(String.valueOf(alert.getExpr().getStrVal())));
        for (JsonNode panel : dashboard().path("panels")) {
            assertThat(panel.path("targets").size())
                    .as(panel.path("title").asText())
                    .isPositive();
            panel.path("targets")
                    .forEach(target -> queries.add(target.path("expr").asText()));
        }
        return queries;
    }

    @Test
    void everyQueryAsksForWhatTheServiceTells() throws IOException {
        mirror.awaitFirstSync();
        // Their times are told once there was one, and a moment after it.
        mirror.request().get("/mirror/v1/chains");
        Set<String> asked = new TreeSet<>();
        for (String query : queries()) {
            Matcher name = NAME.matcher(query.replaceAll("\"[^\"]*\"", "\"\"").replaceAll("by \\([^)]*\\)", ""));
            while (name.find()) {
                asked.add(name.group(1));
            }
        }
        asked.removeAll(WORDS);
        assertThat(queries()).as("other applications have such names too").allMatch(query -> query.contains(JOB));
        assertThat(asked).hasSizeGreaterThan(20);
        // Chains are looked at every 15 s.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told()).containsAll(asked));
    }

    private static Set<String> told() {
        return RestAssured.given()
                .port(9001)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]")[0])
                .collect(Collectors.toSet());
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        Set<String> chapters = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("#"))
                .map(MonitoringTest::anchor)
                .collect(Collectors.toSet());
        assertThat(alerts()).hasSizeGreaterThan(8).allSatisfy(alert -> {
            assertThat(alert.getLabels().get("severity")).isIn("info", "warning", "critical");
            assertThat(alert.getFor()).isNotBlank();
            assertThat(alert.getAnnotations().get("summary")).isNotBlank();
            String runbook = alert.getAnnotations().get("runbook_url");
            assertThat(runbook).startsWith("README.md#");
            assertThat(chapters).contains(runbook.substring("README.md#".length()));
        });
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }

    @Test
    void scraperFindsTheManagementPort() {
        ServiceMonitor monitor = read("servicemonitor.yaml", ServiceMonitor.class);
        Service service = read("metrics-service.yaml", Service.class);
        assertThat(service.getMetadata().getLabels())
                .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(monitor.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPort())
                    .isEqualTo(service.getSpec().getPorts().getFirst().getName());
            assertThat(endpoint.getPath()).isEqualTo("/q/metrics");
        });
        assertThat(service.getSpec().getSelector())
                .isEqualTo(Rendering.BASE
                        .manifests()
                        .deployment()
                        .getSpec()
                        .getSelector()
                        .getMatchLabels());
    }
}
