package io.loyaltymirror.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.BYTE_ARRAY;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static final String HASH = "0f".repeat(32);
    private static final List<String> READ = List.of("read");
    private static final List<String> ALL = List.of("*");

    @Test
    void configuredKeyIsTakenAsItIs() {
        ApiKey key = key("crm2", HASH, List.of("read", "operate"), List.of("706028", "7"));

        assertThat(key.name()).isEqualTo("crm2");
        assertThat(key.hashes()).singleElement(BYTE_ARRAY).hasSize(32).startsWith(0x0f, 0x0f);
        assertThat(key.roles()).containsExactlyInAnyOrder("read", "operate");
        assertThat(key.scope()).isEqualTo(new ChainScope.Only(Set.of(706028L, 7L)));
    }

    @Test
    void textOfAKeyDoesNotShowItsHash() {
        assertThat(key("crm", HASH, READ, ALL).toString()).contains("crm").doesNotContain(HASH, "15, 15");
    }

    @Test
    void keyOfNamedChainsIsGoodForNoOther() {
        ChainScope scope = key("crm", HASH, READ, List.of("7")).scope();
        assertThat(scope.includes(7)).isTrue();
        assertThat(scope.includes(8)).isFalse();
        assertThat(scope.limit()).contains(Set.of(7L));
    }

    @Test
    void starIsEveryChain() {
        ChainScope scope = key("crm", HASH, READ, ALL).scope();
        assertThat(scope.includes(Long.MAX_VALUE)).isTrue();
        assertThat(scope.limit()).isEmpty();
    }

    @Test
    void noRoleIncludesAnother() {
        assertThat(key("crm", HASH, List.of("operate"), ALL).roles()).containsExactly("operate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CRM", "my-crm", "my_crm", "crm.x", "crm\n", "срм"})
    void nameThatAnEnvironmentVariableCannotSayIsRefused(String name) {
        assertRefused("a key's name is lower-case letters and digits", name, HASH, READ, ALL);
    }

    @Test
    void hashThatIsNoneIsRefusedAndNotRepeated() {
        for (String hash : List.of("", "secret", "0F".repeat(32), "0f".repeat(31), "0f".repeat(33), "0g".repeat(32))) {
            assertThatThrownBy(() -> key("crm", hash, READ, ALL))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "mirror.keys.crm.hash: must be the lower-case hex SHA-256 of the key, or of two while it is"
                                    + " being changed");
        }
    }

    @ParameterizedTest
    @CsvSource({"admin", "Read", "''", "read admin", "read Write"})
    void roleThatDoesNotExistIsRefused(String roles) {
        assertRefused("mirror.keys.crm.roles", "crm", HASH, List.of(roles.split(" ")), ALL);
    }

    @Test
    void keyWithoutRolesIsRefused() {
        assertRefused("mirror.keys.crm.roles", "crm", HASH, List.of(), ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "007", "seven", "", "**", "* 7", "7 *", "7 x", "9999999999999999999"})
    void chainsThatCannotBeReadAreRefused(String chains) {
        assertRefused("mirror.keys.crm.chains", "crm", HASH, READ, List.of(chains.split(" ")));
    }

    @Test
    void keyWithoutChainsIsRefusedAndNotGoodForAll() {
        assertRefused("mirror.keys.crm.chains", "crm", HASH, READ, List.of());
    }

    private static void assertRefused(
            String sentence, String name, String hash, List<String> roles, List<String> chains) {
        assertThatThrownBy(() -> key(name, hash, roles, chains))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void twoHashesAreOneKeyWhileItIsBeingChanged() {
        ApiKey key = ApiKey.of("mirror.keys.crm", "crm", List.of(HASH, "1e".repeat(32)), READ, ALL);

        assertThat(key.isOf(HexFormat.of().parseHex(HASH))).isTrue();
        assertThat(key.isOf(HexFormat.of().parseHex("1e".repeat(32)))).isTrue();
        assertThat(key.isOf(HexFormat.of().parseHex("2d".repeat(32)))).isFalse();
    }

    @Test
    void thirdHashIsRefused() {
        assertThatThrownBy(() -> ApiKey.of("mirror.keys.crm", "crm", Collections.nCopies(3, HASH), READ, ALL))
                .hasMessageContaining("mirror.keys.crm.hash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dev", "password", "secret", "changeme", "admin"})
    void keyThatAnybodyCouldGuessIsNone(String guess) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(guess.getBytes(StandardCharsets.UTF_8));
        ApiKey key = key("crm", HexFormat.of().formatHex(hash), READ, ALL);
        assertThatThrownBy(() -> key.requireSecret("mirror.keys.crm"))
                .hasMessage("mirror.keys.crm.hash: is of an empty key, or of one that everybody knows");
    }

    private static ApiKey key(String name, String hash, List<String> roles, List<String> chains) {
        return ApiKey.of("mirror.keys." + name, name, List.of(hash), roles, chains);
    }
}
