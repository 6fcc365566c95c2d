package io.loyaltymirror.api.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A caller's key as it is configured, checked.
 *
 * @param hash SHA-256 of the key
 * @param scope the chains it is good for
 */
record ApiKey(String name, byte[] hash, Set<String> roles, ChainScope scope) {

    private static final int SHA_256_HEX = 64;

    static ApiKey of(String name, KeysConfig.Key config) {
        String prefix = "mirror.keys." + name;
        require(name.matches("[a-z0-9]+"), prefix + ": a key's name is lower-case letters and digits");
        require(
                config.hash().matches("[0-9a-f]{" + SHA_256_HEX + "}"),
                prefix + ".hash: must be the lower-case hex SHA-256 of the key");
        require(
                !config.roles().isEmpty() && Roles.ALL.containsAll(config.roles()),
                prefix + ".roles: each is one of read, write, operate");
        require(isScope(config.chains()), prefix + ".chains: chain ids, or * for all");
        return new ApiKey(
                name, HexFormat.of().parseHex(config.hash()), Set.copyOf(config.roles()), scope(config.chains()));
    }

    private static boolean isScope(List<String> chains) {
        return chains.equals(List.of("*"))
                || (!chains.isEmpty() && chains.stream().allMatch(id -> id.matches("[1-9]\\d{0,17}")));
    }

    private static ChainScope scope(List<String> chains) {
        return chains.equals(List.of("*"))
                ? new ChainScope.All()
                : new ChainScope.Only(chains.stream().map(Long::valueOf).collect(Collectors.toUnmodifiableSet()));
    }

    private static void require(boolean fits, String sentence) {
        if (!fits) {
            throw new ConfigurationException(sentence);
        }
    }
}
