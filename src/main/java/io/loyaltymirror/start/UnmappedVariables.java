package io.loyaltymirror.start;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Warns of environment variables that look like ours and do nothing: a misspelt name, or a key's name with an
 * underscore, would otherwise leave a default in force without a word.
 */
@Startup
@Singleton
class UnmappedVariables {

    /** Read from the mapping interfaces it would need reflection in the native image; a test holds it against them. */
    static final Set<String> KEYS = Set.of(
            "mirror.chains",
            "mirror.access.keys-file",
            "mirror.access.reload",
            "mirror.runs.keep",
            "mirror.history.keep",
            "mirror.audit.keep",
            "mirror.issuance.keep",
            "mirror.database.url",
            "mirror.database.username",
            "mirror.database.password",
            "mirror.database.migrate",
            "mirror.database.silence",
            "mirror.mutation.grace",
            "mirror.mutation.deadline",
            "mirror.mutation.settle",
            "mirror.mutation.tick",
            "mirror.mutation.key-retention",
            "mirror.export.stall",
            "mirror.keys.*.hash",
            "mirror.keys.*.roles",
            "mirror.keys.*.chains",
            "mirror.snapshots.max-bytes",
            "mirror.snapshots.compare",
            "mirror.sync.every",
            "mirror.sync.tick",
            "mirror.sync.lease",
            "mirror.sync.renew",
            "mirror.sync.handback",
            "mirror.upstream.url",
            "mirror.upstream.partner-token",
            "mirror.upstream.user-token",
            "mirror.upstream.login",
            "mirror.upstream.password",
            "mirror.upstream.credential-rest",
            "mirror.upstream.page-size",
            "mirror.upstream.timeout",
            "mirror.upstream.chain-spelling",
            "mirror.upstream.archive.path",
            "mirror.upstream.archive.value",
            "mirror.upstream.rate.per-second",
            "mirror.upstream.rate.per-minute",
            "mirror.upstream.rate.reserve",
            "mirror.upstream.rate.egress",
            "mirror.upstream.retry.max",
            "mirror.upstream.retry.delay",
            "mirror.upstream.retry.jitter",
            "mirror.upstream.retry.throttled-least",
            "mirror.upstream.retry.throttled-most",
            "mirror.upstream.breaker.window",
            "mirror.upstream.breaker.failure-ratio",
            "mirror.upstream.breaker.delay");

    private static final List<Pattern> VARIABLES =
            KEYS.stream().map(UnmappedVariables::variable).toList();

    UnmappedVariables() {
        // The name alone: a misspelt token is a token still.
        in(System.getenv().keySet())
                .forEach(name -> Log.warnf("The environment variable %s sets nothing: no such key", name));
    }

    static List<String> in(Collection<String> variables) {
        return variables.stream()
                .filter(name -> name.startsWith("MIRROR_"))
                .filter(name -> VARIABLES.stream()
                        .noneMatch(known -> known.matcher(name).matches()))
                .sorted()
                .toList();
    }

    /** As MicroProfile Config spells a key in the environment; the name of a caller's key has no underscore. */
    private static Pattern variable(String key) {
        String name = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_").replace("*", "[A-Z0-9]+");
        // One element of a list, mirror.chains[0].
        boolean list = key.endsWith(".chains") || key.endsWith(".roles") || key.endsWith(".hash");
        return Pattern.compile(list ? name + "(_\\d+_)?" : name);
    }
}
