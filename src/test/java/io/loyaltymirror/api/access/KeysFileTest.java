package io.loyaltymirror.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is changed while its callers go on: the new one is added, the callers change over, the old one is taken away. */
class KeysFileTest {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Path file;

    private record Configured(List<String> hash, List<String> roles, List<String> chains) implements KeysConfig.Key {}

    private record Access(Optional<Path> keysFile, String reload) implements AccessConfig {}

    @BeforeEach
    void file() throws IOException {
        file = folder.resolve("keys.properties");
        write("old");
    }

    private void write(String... keys) throws IOException {
        Files.writeString(file, till(keys));
    }

    private static String till(String... keys) {
        List<String> hashes = List.of(keys).stream().map(KeysFileTest::sha256).toList();
        return "# the till's\ntill.hash = " + String.join(", ", hashes) + "\ntill.roles=read,write\ntill.chains=7,8\n";
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ApiKeys keys() {
        KeysConfig config =
                () -> Map.of("crm", new Configured(List.of(sha256("crm key")), List.of("read"), List.of("*")));
        return new ApiKeys(config, new Access(Optional.of(file), "off"), meters);
    }

    private double refused() {
        return meters.get("mirror.access.keys.file.refused").gauge().value();
    }

    @Test
    void keysOfTheFileAndOfTheConfigurationAreGood() {
        ApiKeys keys = keys();
        assertThat(keys.find("old").map(ApiKey::name)).contains("till");
        assertThat(keys.find("old").orElseThrow().scope().includes(8)).isTrue();
        assertThat(keys.find("crm key").map(ApiKey::name)).contains("crm");
        assertThat(keys.find("other")).isEmpty();
    }

    @Test
    void keyIsChangedWithoutAMomentInWhichNeitherIsGood() throws IOException {
        ApiKeys keys = keys();
        write("old", "new");
        keys.reload();
        assertThat(keys.find("old")).isPresent();
        assertThat(keys.find("new")).isPresent();
        write("new");
        keys.reload();
        assertThat(keys.find("old")).isEmpty();
        assertThat(keys.find("new")).isPresent();
        assertThat(refused()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "till.hash=short\ntill.roles=read\ntill.chains=*",
                "till.hash=%s\ntill.roles=all\ntill.chains=*",
                "till.hash=%s\ntill.roles=read",
                "till.key=%s",
                "hash=%s",
                "Till.hash=%s\nTill.roles=read\nTill.chains=*",
                "crm.hash=%s\ncrm.roles=read\ncrm.chains=*",
                "till.hash=\\u12",
                "",
                "# nothing",
                "till.hash=%s\ntill.hash=%1$s\ntill.roles=read\ntill.chains=*",
                "%s"
            })
    void fileThatCannotBeUsedChangesNothingAndIsToldOf(String text) throws IOException {
        String wrong = text.formatted(sha256("new"));
        ApiKeys keys = keys();
        Files.writeString(file, wrong);
        keys.reload();
        assertThat(keys.find("old")).as("holds").isPresent();
        assertThat(keys.find("new")).isEmpty();
        assertThat(refused()).isOne();
        assertThatThrownBy(this::keys)
                .isInstanceOf(ConfigurationException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(sha256("new"), "short"));
        write("old");
        keys.reload();
        assertThat(refused()).isZero();
    }

    @Test
    void fileThatIsGoneForAMomentChangesNothing() throws IOException {
        ApiKeys keys = keys();
        Files.delete(file);
        keys.reload();
        assertThat(keys.find("old")).isPresent();
        assertThat(refused()).isOne();
        assertThatThrownBy(this::keys).hasMessageContaining("mirror.access.keys-file");
    }

    @Test
    void keyThatEverybodyKnowsIsNoneInAFileEither() throws IOException {
        ApiKeys keys = keys();
        write("changeme");
        keys.reload();
        assertThat(keys.find("changeme")).isEmpty();
        assertThat(keys.find("old")).isPresent();
    }
}
