package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.loyaltymirror.sync.DriftReplay.Change;
import io.loyaltymirror.sync.DriftReplay.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What must hold after every run of {@link DriftTest}. */
final class DriftRules {

    /** Between the sandbox's look at its rows and ours. */
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(5);

    private static final List<String> PARTS =
            List.of("new", "changed", "unchanged", "duplicate", "superseded", "quarantined");

    private final long seed;
    private final DriftReplay replay;
    private final DriftEditor editor;
    private final Coverage coverage;

    DriftRules(long seed, DriftReplay replay, DriftEditor editor, Coverage coverage) {
        this.seed = seed;
        this.replay = replay;
        this.editor = editor;
        this.coverage = coverage;
    }

    void hold(int run, RunAccount account, long begun, SandboxSettings settings) {
        String about = "run %d of seed %d".formatted(run, seed);
        coverage.count(account.getString("outcome"));
        PARTS.forEach(part -> coverage.count(part, account.getInt(part)));
        coverage.count("prevented", account.getInt("prevented"));
        assertThat(PARTS.stream().mapToInt(account::getInt).sum()).as(about).isEqualTo(account.getInt("fetched"));
        long since = begun
                - SLACK
                - TimeUnit.MILLISECONDS.toNanos(settings.undocumented().readLagMs());
        Set<String> written = new HashSet<>();
        for (Change change : replay.next()) {
            coverage.count(change.op());
            assertThat(wasSo(change, since, settings.undocumented().singleWithout()))
                    .as(() -> "%s: %s, %s".formatted(about, change, past(change, since)))
                    .isTrue();
            assertThat(written(change, written))
                    .as("%s, after a write: %s", about, change)
                    .isTrue();
        }
        if (run % 10 == 0) {
            assertThat(replay.differences()).as(about).isEmpty();
        }
    }

    /** Nothing but another write comes after a write: the scan asked before it, or too soon after it. */
    private static boolean written(Change change, Set<String> before) {
        if (change.cause().equals("write")) {
            before.add(change.key());
            return true;
        }
        return !before.contains(change.key());
    }

    private boolean wasSo(Change change, long since, List<String> singleWithout) {
        Kind kind = Kind.of(change.kind()).orElseThrow();
        return editor.past(kind).was(change.id(), since, so(change, singleWithout));
    }

    private String past(Change change, long since) {
        return editor.past(Kind.of(change.kind()).orElseThrow()).since(change.id(), since);
    }

    /** Of a single answer the fields that it has not are those of the mirror. */
    private static Predicate<Map<String, String>> so(Change change, List<String> singleWithout) {
        if (change.op().equals("GONE")) {
            return Map::isEmpty;
        }
        Map<String, String> told = Bodies.fields(change.body());
        if (change.op().equals("ISSUED")) {
            return fields -> fields.entrySet().containsAll(told.entrySet());
        }
        Set<String> unsaid = change.cause().equals("scan") ? Set.of() : Set.copyOf(singleWithout);
        return fields -> without(fields, unsaid).equals(without(told, unsaid));
    }

    private static Map<String, String> without(Map<String, String> fields, Set<String> some) {
        Map<String, String> rest = new HashMap<>(fields);
        rest.keySet().removeAll(some);
        return rest;
    }

    /** After rest. */
    void mirrorIsUpstream() {
        List<String> wrong = replay.differences();
        Map<String, Type> types = new TreeMap<>(replay.types());
        for (Kind kind : Kind.values()) {
            for (long id : editor.rows(kind).ids()) {
                Type type = types.remove(kind.word() + " " + id);
                String row = editor.rows(kind).find(id).orElseThrow().toString();
                if (type == null
                        || type.gone()
                        || !type.listed()
                        || !Bodies.words(type.body()).equals(Bodies.words(Bodies.exact(row)))) {
                    wrong.add(kind + " " + id + " is " + row + " and mirrored as " + type);
                }
            }
        }
        types.forEach((key, type) -> {
            if (!type.gone()) {
                wrong.add(key + " was deleted and is mirrored as " + type);
            }
        });
        assertThat(wrong).as("seed %d", seed).isEmpty();
    }
}
