package io.loyaltymirror.api.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A caller's key as it is configured, checked.
 *
 * @param hashes SHA-256 of the key; two while it is being changed
 * @param scope the chains it is good for
 */
record ApiKey(String name, List<byte[]> hashes, Set<String> roles, ChainScope scope) {

    private static final int SHA_256_HEX = 64;

    /** The old one and the new one: who needs a third has two callers. */
    private static final int MAX_HASHES = 2;

    /**
     * Of keys that nobody may have: no key at all, which is what the hash of an unset variable is of, what examples and
     * development use, and what is guessed first.
     */
    private static final Set<String> KNOWN_TO_ALL = Set.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "ef260e9aa3c673af240d17a2660480361a8e081d1ffeca2a5ed0e3219fc18567",
            "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
            "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "057ba03d6c44104863dc7361fe4578965d1887360f90a0895882e58a6248fc86",
            "8c6976e5b5410415bde908bd4dee15dfb167a9c873fc4bb8a81f6f2ab448a918");

    /**
     * Checks a key.
     *
     * @param prefix of the keys of the configuration that it comes from
     * @throws ConfigurationException naming what is wrong, and never its value
     */
    static ApiKey of(String prefix, String name, List<String> hashes, List<String> roles, List<String> chains) {
        require(name.matches("[a-z0-9]+"), prefix + ": a key's name is lower-case letters and digits");
        require(
                !hashes.isEmpty()
                        && hashes.size() <= MAX_HASHES
                        && hashes.stream().allMatch(hash -> hash.matches("[0-9a-f]{" + SHA_256_HEX + "}")),
                prefix + ".hash: must be the lower-case hex SHA-256 of the key, or of two while it is being changed");
        require(
                !roles.isEmpty() && Roles.ALL.containsAll(roles),
                prefix + ".roles: each is one of read, write, operate");
        require(isScope(chains), prefix + ".chains: chain ids, or * for all");
        return new ApiKey(
                name, hashes.stream().map(HexFormat.of()::parseHex).toList(), Set.copyOf(roles), scope(chains));
    }

    /** @throws ConfigurationException where anybody could guess the key */
    ApiKey requireSecret(String prefix) {
        require(
                hashes.stream().map(HexFormat.of()::formatHex).noneMatch(KNOWN_TO_ALL::contains),
                prefix + ".hash: is of an empty key, or of one that everybody knows");
        return this;
    }

    /** In the same time for every wrong one. */
    boolean isOf(byte[] hash) {
        boolean found = false;
        for (byte[] own : hashes) {
            found |= MessageDigest.isEqual(own, hash);
        }
        return found;
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
