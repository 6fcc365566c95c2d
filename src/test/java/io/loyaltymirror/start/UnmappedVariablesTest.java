package io.loyaltymirror.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnmappedVariablesTest {

    /** Keys that stand alone and are injected as they are. */
    private static final Set<String> SINGLE = Set.of(
            "mirror.chains", "mirror.runs.keep", "mirror.history.keep", "mirror.audit.keep", "mirror.issuance.keep");

    @Test
    void keysAreThoseOfTheMappings() {
        Set<String> mapped = new TreeSet<>(SINGLE);
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.loyaltymirror").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .forEach(type -> mapped.addAll(keys(type)));
        assertThat(UnmappedVariables.KEYS).containsExactlyInAnyOrderElementsOf(mapped);
    }

    private static List<String> keys(JavaClass mapping) {
        return ConfigMappings.getProperties(ConfigClass.configClass(mapping.reflect())).entrySet().stream()
                .filter(property -> property.getValue().isLeaf()
                        || property.getValue().isPrimitive()
                        || property.getValue().isOptional()
                        || property.getValue().isCollection())
                .map(property -> property.getKey().replace("[*]", ""))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIRROR_CHAINS",
                "MIRROR_CHAINS_0_",
                "MIRROR_RUNS_KEEP",
                "MIRROR_UPSTREAM_PARTNER_TOKEN",
                "MIRROR_UPSTREAM_BREAKER_FAILURE_RATIO",
                "MIRROR_KEYS_TILL_HASH",
                "MIRROR_KEYS_TILL2_ROLES",
                "MIRROR_KEYS_TILL_CHAINS",
                "MIRROR_KEYS_TILL_CHAINS_12_",
                "LOYALTY_MIRROR_PORT",
                "PATH"
            })
    void variableThatSetsAKeyOrIsNotOursIsNotNamed(String variable) {
        assertThat(UnmappedVariables.in(List.of(variable))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIRROR_",
                "MIRROR_CHAIN",
                "MIRROR_UPSTREAM_PARTNERTOKEN",
                "MIRROR_UPSTREAM_TIMEOUT_MS",
                "MIRROR_UPSTREAM_TIMEOUT_0_",
                "MIRROR_UPSTREAM",
                "MIRROR_KEYS_TILL_ONE_HASH",
                "MIRROR_KEYS_HASH",
                "MIRROR_KEYS_TILL_HASHES",
                "MIRROR_SYNC_every"
            })
    void variableThatSetsNothingIsNamed(String variable) {
        assertThat(UnmappedVariables.in(List.of("HOME", variable))).containsExactly(variable);
    }
}
