package io.loyaltymirror.api.access;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** The configured keys. */
@Startup
@ApplicationScoped
class ApiKeys {

    private final List<ApiKey> keys;

    ApiKeys(KeysConfig config) {
        keys = config.keys().entrySet().stream()
                .map(key -> ApiKey.of(key.getKey(), key.getValue()))
                .toList();
        if (keys.isEmpty()) {
            Log.warn("No key is configured (mirror.keys.<name>.hash): every request will be refused");
        }
    }

    /** The key that was presented, if it is one of ours. Takes the same time for every wrong one. */
    Optional<ApiKey> find(String presented) {
        byte[] hash = sha256(presented);
        ApiKey found = null;
        for (ApiKey key : keys) {
            if (MessageDigest.isEqual(key.hash(), hash)) {
                found = key;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
