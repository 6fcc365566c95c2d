package io.loyaltymirror.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the pods are to the cluster around them: whom they may speak to, where they run, when one may be taken away. */
class ClusterManifestsTest {

    private static Map<String, String> podLabels(Manifests manifests) {
        return manifests.deployment().getSpec().getSelector().getMatchLabels();
    }

    @ParameterizedTest
    @EnumSource
    void accountOfItsOwnHasNoToken(Rendering rendering) {
        ServiceAccount account = rendering.manifests().only(ServiceAccount.class);

        assertThat(account.getAutomountServiceAccountToken()).isFalse();
        assertThat(rendering.manifests().pod().getServiceAccountName())
                .isEqualTo(account.getMetadata().getName());
    }

    @ParameterizedTest
    @EnumSource
    void drainedNodesTakeOneReplicaAtATime(Rendering rendering) {
        PodDisruptionBudget budget = rendering.manifests().only(PodDisruptionBudget.class);

        assertThat(budget.getSpec().getMaxUnavailable()).isEqualTo(new IntOrString(1));
        assertThat(budget.getSpec().getMinAvailable()).isNull();
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(podLabels(rendering.manifests()));
    }

    @ParameterizedTest
    @EnumSource
    void replicasSpreadOverNodesAndZonesAndStartWhereThereIsOnlyOne(Rendering rendering) {
        List<TopologySpreadConstraint> spread = rendering.manifests().pod().getTopologySpreadConstraints();

        assertThat(spread)
                .extracting(
                        TopologySpreadConstraint::getTopologyKey,
                        TopologySpreadConstraint::getWhenUnsatisfiable,
                        TopologySpreadConstraint::getMaxSkew)
                .containsExactlyInAnyOrder(
                        tuple("kubernetes.io/hostname", "ScheduleAnyway", 1),
                        tuple("topology.kubernetes.io/zone", "ScheduleAnyway", 1));
        assertThat(spread)
                .allSatisfy(
                        constraint -> assertThat(constraint.getLabelSelector().getMatchLabels())
                                .isEqualTo(podLabels(rendering.manifests())));
    }

    @ParameterizedTest
    @EnumSource
    void callersAndMonitoringComeInAndNobodyElse(Rendering rendering) {
        NetworkPolicySpec policy =
                rendering.manifests().only(NetworkPolicy.class).getSpec();

        assertThat(policy.getPodSelector().getMatchLabels()).isEqualTo(podLabels(rendering.manifests()));
        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getIngress())
                .allSatisfy(rule -> assertThat(rule.getFrom())
                        .isNotEmpty()
                        .allSatisfy(
                                peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                                        .isNotEmpty()));
        assertThat(policy.getIngress().stream()
                        .map(NetworkPolicyIngressRule::getPorts)
                        .map(ClusterManifestsTest::ports))
                .containsExactlyInAnyOrder(Set.of("TCP 8080"), Set.of("TCP 9000"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyNamesPostgresqlAndAltegioAreReached(Rendering rendering) {
        List<NetworkPolicyEgressRule> egress =
                rendering.manifests().only(NetworkPolicy.class).getSpec().getEgress();

        assertThat(egress.stream().map(NetworkPolicyEgressRule::getPorts).map(ClusterManifestsTest::ports))
                .containsExactlyInAnyOrder(Set.of("UDP 53", "TCP 53"), Set.of("TCP 5432"), Set.of("TCP 443"));
        assertThat(egress.stream()
                        .filter(rule -> ports(rule.getPorts()).contains("TCP 443"))
                        .flatMap(rule -> rule.getTo().stream()))
                .singleElement()
                .satisfies(peer -> assertThat(peer.getIpBlock().getExcept()).contains("10.0.0.0/8", "169.254.0.0/16"));
    }

    private static Set<String> ports(List<NetworkPolicyPort> ports) {
        return ports.stream()
                .map(port -> port.getProtocol() + " " + port.getPort().getIntVal())
                .collect(Collectors.toSet());
    }

    @Test
    void autoscalerKeepsTwoAndTheDeploymentLeavesItTheNumber() {
        Manifests manifests = Rendering.PROD.manifests();
        HorizontalPodAutoscaler autoscaler = manifests.only(HorizontalPodAutoscaler.class);

        assertThat(manifests.deployment().getSpec().getReplicas()).isNull();
        assertThat(autoscaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(2);
        assertThat(autoscaler.getSpec().getMaxReplicas()).isGreaterThan(2);
        assertThat(autoscaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
        assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(manifests.deployment().getMetadata().getName());
        assertThat(autoscaler.getSpec().getMetrics())
                .extracting(metric -> metric.getResource().getName())
                .containsExactly("cpu");
    }

    @ParameterizedTest
    @EnumSource
    void keysComeFromASecretThatTheUserOfTheProcessCanReadAndNobodyElse(Rendering rendering) {
        PodSpec pod = rendering.manifests().pod();
        Volume keys = pod.getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .findFirst()
                .orElseThrow();
        VolumeMount mount = rendering.manifests().server().getVolumeMounts().stream()
                .filter(candidate -> candidate.getName().equals(keys.getName()))
                .findFirst()
                .orElseThrow();

        assertThat(keys.getSecret().getDefaultMode()).isEqualTo(0440);
        assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(1001L);
        assertThat(mount.getReadOnly()).isTrue();
        // As a folder: a single file that is mounted never changes.
        assertThat(mount.getSubPath()).isNull();
        assertThat(ManifestSettingsTest.env(rendering.manifests().server()).get("MIRROR_ACCESS_KEYS_FILE"))
                .isEqualTo(mount.getMountPath() + "/keys.properties");
        assertThat(rendering.manifests().migration().getVolumeMounts())
                .extracting(VolumeMount::getName)
                .doesNotContain(keys.getName());
    }
}
