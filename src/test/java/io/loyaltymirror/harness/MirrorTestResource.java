package io.loyaltymirror.harness;

import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxOptions;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Gives a mirror under test its database, its sandbox and its callers; the same for jar and native binary. */
public class MirrorTestResource implements QuarkusTestResourceLifecycleManager {

    private Mirror mirror;
    private final Map<String, String> arguments = new HashMap<>();

    /** Keys of the configuration; {@code network}: upstream is reached through {@link Mirror#network()}. */
    @Override
    public void init(Map<String, String> given) {
        arguments.putAll(given);
    }

    @Override
    public Map<String, String> start() {
        SandboxSettings unlimited = SandboxSettings.documented().withRates(0, 0);
        SandboxAltegio sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort().with(unlimited));
        mirror = new Mirror(sandbox, TcpProxy.before(sandbox.port()), EmbeddedDatabase.create());
        Map<String, String> config = new HashMap<>(configuration(mirror));
        if (arguments.remove("network") != null) {
            config.put(
                    "mirror.upstream.url",
                    "http://localhost:" + mirror.network().port() + "/api/v1");
        }
        config.putAll(arguments);
        config.putAll(key("all", "read,write,operate", "*"));
        config.putAll(key("reader", "read", "*"));
        config.putAll(key("operator", "operate", "*"));
        config.putAll(key("writer", "write", "*"));
        config.putAll(key("small", "read,operate", Long.toString(Mirror.SMALL)));
        config.putAll(key("smallwriter", "write", Long.toString(Mirror.SMALL)));
        return config;
    }

    private static Map<String, String> configuration(Mirror mirror) {
        Map<String, String> config = new HashMap<>();
        config.put("mirror.database.url", mirror.database().url());
        config.put("mirror.database.username", "postgres");
        config.put("mirror.upstream.url", mirror.sandbox().baseUri().toString());
        config.put("mirror.upstream.partner-token", "sandbox-partner");
        config.put("mirror.upstream.user-token", "sandbox-user");
        config.put("mirror.upstream.rate.per-second", "0");
        config.put("mirror.upstream.rate.per-minute", "0");
        config.put("mirror.upstream.retry.delay", "10ms");
        config.put("mirror.upstream.retry.jitter", "10ms");
        config.put("mirror.chains", Mirror.LARGE + "," + Mirror.SMALL + "," + Mirror.EMPTY);
        // Beside a running dev mode. (Not 0: with two servers on port 0 Micrometer refuses the second one's meters.)
        config.put("quarkus.management.port", "9001");
        // What a test sees committed, in the database itself, its next read shows.
        config.put("mirror.snapshots.compare", "always");
        // Runs after the first come when a test asks for them.
        config.put("mirror.sync.every", "1h");
        config.put("mirror.sync.tick", "1s");
        // Shorter than a test wants to wait.
        config.put("mirror.export.stall", "3s");
        return config;
    }

    private static Map<String, String> key(String name, String roles, String chains) {
        String prefix = "mirror.keys." + name;
        return Map.of(prefix + ".hash", sha256(name), prefix + ".roles", roles, prefix + ".chains", chains);
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(mirror, new TestInjector.MatchesType(Mirror.class));
    }

    @Override
    public void stop() {
        if (mirror != null) {
            mirror.network().close();
            mirror.sandbox().close();
        }
    }
}
