package io.loyaltymirror.api.access;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of all callers: those of the configuration, and those of a file that is read again when it changes. */
@Startup
@ApplicationScoped
class ApiKeys {

    private static final String FILE = "mirror.access.keys-file";

    private final List<ApiKey> configured;
    private final Optional<KeysFile> file;
    private volatile List<ApiKey> keys;
    /** Why the file as it is now cannot be used; null where it can. */
    private volatile String refused;

    private String inForce;

    ApiKeys(KeysConfig config, AccessConfig access, MeterRegistry meters) {
        configured = config.keys().entrySet().stream()
                .map(key -> key(key.getKey(), key.getValue()))
                .toList();
        file = access.keysFile().map(KeysFile::new);
        keys = file.map(this::first).orElse(configured);
        if (keys.isEmpty()) {
            Log.warn("No key is configured (mirror.keys.<name>.hash): every request will be refused");
        }
        Gauge.builder("mirror.access.keys.file.refused", () -> refused == null ? 0 : 1)
                .description("1 while the file of keys cannot be used, and those of its last good state hold")
                .register(meters);
    }

    private static ApiKey key(String name, KeysConfig.Key config) {
        String prefix = "mirror.keys." + name;
        return checked(prefix, ApiKey.of(prefix, name, config.hash(), config.roles(), config.chains()));
    }

    /** In development and tests a key may be one that everybody knows. */
    private static ApiKey checked(String prefix, ApiKey key) {
        return LaunchMode.current() == LaunchMode.NORMAL ? key.requireSecret(prefix) : key;
    }

    /** A file that cannot be used ends the start. */
    private List<ApiKey> first(KeysFile source) {
        try {
            inForce = source.text();
        } catch (IOException e) {
            throw new ConfigurationException(FILE + ": " + source.path() + " cannot be read", e);
        }
        return with(source, inForce);
    }

    private List<ApiKey> with(KeysFile source, String text) {
        List<ApiKey> all = new ArrayList<>(configured);
        Set<String> names = new HashSet<>();
        configured.forEach(key -> names.add(key.name()));
        for (ApiKey key : source.keys(text)) {
            if (!names.add(key.name())) {
                throw new ConfigurationException(source.path() + ": " + key.name() + " is in mirror.keys too");
            }
            all.add(checked(source.path() + ": " + key.name(), key));
        }
        return List.copyOf(all);
    }

    /** What is wrong with a changed file is said once; the keys of its last good state hold meanwhile. */
    @Scheduled(every = "${mirror.access.reload}", concurrentExecution = ConcurrentExecution.SKIP)
    void reload() {
        file.ifPresent(source -> {
            try {
                take(source, source.text());
                refused = null;
            } catch (IOException _) {
                refuse(source.path() + " cannot be read");
            } catch (ConfigurationException e) {
                refuse(e.getMessage());
            }
        });
    }

    private void take(KeysFile source, String text) {
        if (!text.equals(inForce)) {
            keys = with(source, text);
            inForce = text;
            Log.infof("The file of keys changed: %d keys are good now", keys.size());
        }
    }

    private void refuse(String reason) {
        if (!reason.equals(refused)) {
            Log.errorf("%s: cannot be used, the keys that it had hold: %s", FILE, reason);
        }
        refused = reason;
    }

    /** The key that was presented, if it is one of ours. Takes the same time for every wrong one. */
    Optional<ApiKey> find(String presented) {
        byte[] hash = sha256(presented);
        ApiKey found = null;
        for (ApiKey key : keys) {
            if (key.isOf(hash)) {
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
