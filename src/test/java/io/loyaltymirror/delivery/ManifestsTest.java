package io.loyaltymirror.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.loyaltymirror.harness.Configured;
import io.loyaltymirror.sync.SyncConfig;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pods may do, how they are watched, and how they are replaced. */
class ManifestsTest {

    /** The longest that a write may wait for Altegio: the default of {@code mirror.mutation.deadline}. */
    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void everyContainerRunsWithoutPrivileges(Rendering rendering) {
        assertThat(rendering.manifests().containers()).allSatisfy(container -> {
            SecurityContext security = container.getSecurityContext();
            assertThat(security.getAllowPrivilegeEscalation()).isFalse();
            assertThat(security.getReadOnlyRootFilesystem()).isTrue();
            assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd()).isEmpty();
            assertThat(security.getPrivileged()).isNotEqualTo(true);
            // The pod's values hold, unless a container takes them back.
            assertThat(security.getRunAsNonRoot()).isNotEqualTo(false);
            assertThat(security.getRunAsUser()).isNull();
            assertThat(security.getSeccompProfile()).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource
    void podIsNobodyOnTheNodeAndInTheCluster(Rendering rendering) {
        PodSpec pod = rendering.manifests().pod();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1001L);
        assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(1001L);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getHostNetwork()).isNotEqualTo(true);
        assertThat(pod.getHostPID()).isNotEqualTo(true);
        assertThat(pod.getHostIPC()).isNotEqualTo(true);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheTemporaryFolderCanBeWrittenTo(Rendering rendering) {
        Manifests manifests = rendering.manifests();

        assertThat(manifests.pod().getVolumes().stream().filter(volume -> volume.getSecret() == null))
                .singleElement()
                .satisfies(volume -> {
                    EmptyDirVolumeSource folder = volume.getEmptyDir();
                    assertThat(folder).isNotNull();
                    assertThat(folder.getSizeLimit()).isNotNull();
                });
        assertThat(manifests.containers())
                .allSatisfy(container -> assertThat(container.getVolumeMounts().stream()
                                .filter(mount -> !Boolean.TRUE.equals(mount.getReadOnly())))
                        .extracting(VolumeMount::getName, VolumeMount::getMountPath)
                        .containsExactly(tuple("tmp", "/tmp")));
    }

    @ParameterizedTest
    @EnumSource
    void probesAskTheManagementPort(Rendering rendering) {
        Container server = rendering.manifests().server();

        assertThat(server.getPorts().stream()
                        .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort)))
                .isEqualTo(Map.of("http", 8080, "management", 9000));
        assertAsks(server.getStartupProbe(), "/q/health/started");
        assertAsks(server.getLivenessProbe(), "/q/health/live");
        assertAsks(server.getReadinessProbe(), "/q/health/ready");
    }

    private static void assertAsks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort()).isEqualTo(new IntOrString("management"));
        assertThat(probe.getHttpGet().getScheme()).isNull();
        assertThat(probe.getPeriodSeconds()).isPositive();
        assertThat(probe.getTimeoutSeconds()).isPositive();
        assertThat(probe.getFailureThreshold()).isPositive();
    }

    @Test
    void startMayWaitFiveMinutesForTheSchema() {
        Probe probe = Rendering.BASE.manifests().server().getStartupProbe();

        assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @EnumSource
    void everyContainerAsksForWhatItNeedsAndHasALimit(Rendering rendering) {
        assertThat(rendering.manifests().containers()).allSatisfy(container -> {
            Map<String, Quantity> requests = container.getResources().getRequests();
            Map<String, Quantity> limits = container.getResources().getLimits();
            assertThat(requests).containsOnlyKeys("cpu", "memory");
            assertThat(limits).containsOnlyKeys("cpu", "memory");
            assertThat(limits)
                    .allSatisfy((name, limit) -> assertThat(limit.getNumericalAmount())
                            .isGreaterThanOrEqualTo(requests.get(name).getNumericalAmount()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void rollOutNeverTakesAPodAwayBeforeItsSuccessorServes(Rendering rendering) {
        DeploymentSpec deployment = rendering.manifests().deployment().getSpec();
        RollingUpdateDeployment rolling = deployment.getStrategy().getRollingUpdate();

        assertThat(deployment.getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(rolling.getMaxUnavailable()).isEqualTo(new IntOrString(0));
        assertThat(rolling.getMaxSurge()).isEqualTo(new IntOrString(1));
    }

    @ParameterizedTest
    @EnumSource(names = "BASE")
    void readsGoOnWhileOneReplicaIsAway(Rendering rendering) {
        assertThat(rendering.manifests().deployment().getSpec().getReplicas()).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shutdownLeavesTimeForTheLongestRequest(Rendering rendering) {
        Manifests manifests = rendering.manifests();
        Duration drain = Duration.ofSeconds(
                manifests.server().getLifecycle().getPreStop().getSleep().getSeconds());
        Duration finish = Duration.parse(
                "PT" + ManifestSettingsTest.env(manifests.server()).get("QUARKUS_SHUTDOWN_TIMEOUT"));
        Duration handback = Configured.as(SyncConfig.class, Map.of()).handback();

        assertThat(drain).isPositive();
        assertThat(finish).isGreaterThan(LONGEST_REQUEST);
        assertThat(Duration.ofSeconds(manifests.pod().getTerminationGracePeriodSeconds()))
                .isGreaterThan(drain.plus(finish).plus(handback));
    }

    @ParameterizedTest
    @EnumSource
    void serviceLeadsToThePodsAndHidesTheirManagementPort(Rendering rendering) {
        Manifests manifests = rendering.manifests();
        DeploymentSpec deployment = manifests.deployment().getSpec();
        Service service = manifests.named("loyalty-mirror", Service.class);
        Map<String, String> podLabels = deployment.getTemplate().getMetadata().getLabels();

        assertThat(podLabels).containsAllEntriesOf(deployment.getSelector().getMatchLabels());
        assertThat(service.getSpec().getSelector())
                .isEqualTo(deployment.getSelector().getMatchLabels());
        assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
        assertThat(service.getSpec().getPorts())
                .extracting(ServicePort::getName, ServicePort::getPort, ServicePort::getTargetPort)
                .containsExactly(tuple("http", 8080, new IntOrString("http")));
    }

    @ParameterizedTest
    @EnumSource
    void everythingCarriesTheRecommendedLabels(Rendering rendering) {
        Manifests manifests = rendering.manifests();

        assertThat(manifests.documents()).isNotEmpty();
        assertThat(manifests.documents()).extracting(HasMetadata::getMetadata).allSatisfy(metadata -> {
            assertThat(metadata.getLabels())
                    .containsEntry("app.kubernetes.io/name", "loyalty-mirror")
                    .containsEntry("app.kubernetes.io/component", "server")
                    .containsEntry("app.kubernetes.io/part-of", "loyalty-mirror")
                    .containsEntry("app.kubernetes.io/managed-by", "kustomize");
            if (rendering != Rendering.BASE) {
                assertThat(metadata.getLabels()).containsEntry("app.kubernetes.io/instance", metadata.getNamespace());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void selectorTellsThesePodsFromAllOthers(Rendering rendering) {
        Map<String, String> selector =
                rendering.manifests().deployment().getSpec().getSelector().getMatchLabels();

        assertThat(selector).containsKeys("app.kubernetes.io/name", "app.kubernetes.io/component");
        if (rendering != Rendering.BASE) {
            assertThat(selector).containsKey("app.kubernetes.io/instance");
        }
    }
}
