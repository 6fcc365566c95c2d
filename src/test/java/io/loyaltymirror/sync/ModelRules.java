package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.mirror.Holds.Held;
import io.loyaltymirror.sync.DeleteLadder.Steps;
import io.loyaltymirror.sync.DeleteLadder.Word;
import io.loyaltymirror.sync.ModelMirror.State;
import io.loyaltymirror.sync.ModelReader.Read;
import io.loyaltymirror.sync.ModelUpstream.Body;
import io.loyaltymirror.sync.ModelUpstream.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What must hold in every life of the model, whatever happens. */
final class ModelRules {

    private static final long MINUTE = 60_000;

    /** A complete scan that did not list a type. */
    private record Miss(long begun, boolean truthful) {}

    /** What was decided on. */
    record Decision(long begun, Scan.Complete scan, long live, Held held, List<Long> asked, Map<Long, Word> words) {}

    private final long seed;
    private final ModelSwitches switches;
    private final ModelUpstream upstream;
    private final ModelMirror mirror;
    private final Coverage coverage;
    private final Map<Long, List<Miss>> misses = new HashMap<>();

    ModelRules(long seed, ModelSwitches switches, ModelUpstream upstream, ModelMirror mirror, Coverage coverage) {
        this.seed = seed;
        this.switches = switches;
        this.upstream = upstream;
        this.mirror = mirror;
        this.coverage = coverage;
    }

    private void check(boolean holds, String rule, Object... about) {
        if (!holds) {
            throw new AssertionError(
                    rule.formatted(about) + "; again by -Dtest.seed=" + seed + " -Ddrift.runs=1, " + switches);
        }
    }

    /** Keeps, beside the ladder's own books, which complete scans missed what. */
    void scanned(long begun, ModelSeen seen, Read read) {
        misses.keySet().removeAll(seen.present());
        if (read.scan() instanceof Scan.Complete) {
            Set<Long> absent = new HashSet<>(mirror.rows().keySet());
            absent.removeAll(seen.present());
            absent.forEach(
                    id -> misses.computeIfAbsent(id, _ -> new ArrayList<>()).add(new Miss(begun, read.truthful())));
        }
        if (read.truthful()) {
            provesWhatIsTrue(seen, read.scan());
        } else if (read.scan() instanceof Scan.Complete && misses(seen)) {
            coverage.count("complete by count, and yet a row was missed");
        }
    }

    private boolean misses(ModelSeen seen) {
        return upstream.rows().entrySet().stream()
                .anyMatch(row ->
                        upstream.isListed(row.getValue()) && !seen.present().contains(row.getKey()));
    }

    private void provesWhatIsTrue(ModelSeen seen, Scan scan) {
        Map<Long, Row> rows = upstream.since(upstream.now()).iterator().next();
        boolean provable = rows.values().stream()
                .noneMatch(row -> upstream.isListed(row) && row.legible() == ModelUpstream.Legible.NOTHING);
        check(scan instanceof Scan.Complete || !provable || !upstream.isSettled(), "a true list was torn: %s", scan);
        rows.forEach((id, row) -> check(
                !(scan instanceof Scan.Complete)
                        || !upstream.isListed(row)
                        || seen.present().contains(id),
                "a complete scan of a true list missed %d",
                id));
    }

    void published(Account account, long begun) {
        int sum = account.fresh()
                + account.changed()
                + account.unchanged()
                + account.duplicate()
                + account.superseded()
                + account.quarantined();
        check(account.fetched() == sum, "the account adds up: %s", account);
        check(
                Math.min(Math.min(account.duplicate(), account.unchanged()), account.changed()) >= 0,
                "nothing is counted below zero: %s",
                account);
        for (long id : mirror.changed()) {
            ModelMirror.Row row = mirror.rows().get(id);
            check(was(id, begun, body -> body.equals(row.body())), "%d was never so: %s", id, row.body());
            check(
                    row.written() == Long.MIN_VALUE
                            || upstream.trulySince(row.written()).stream()
                                    .anyMatch(rows -> rows.containsKey(id)
                                            && rows.get(id).body().equals(row.body())),
                    "%d was %s before it was written, and is again",
                    id,
                    row.body());
        }
    }

    /** Whether upstream showed the row so at some instant since then. */
    private boolean was(long id, long begun, Predicate<Body> so) {
        return upstream.since(begun).stream()
                .anyMatch(rows -> rows.containsKey(id) && so.test(rows.get(id).body()));
    }

    void decided(Decision decision, Steps steps, Map<Long, Body> answers) {
        check(
                decision.asked().size() <= 20,
                "%d were asked for",
                decision.asked().size());
        check(switches.kind() == Kind.CERTIFICATE_TYPE || answers.isEmpty(), "a membership type was asked for by id");
        Set<Long> moved = new HashSet<>(steps.suspect());
        moved.addAll(steps.again());
        moved.addAll(steps.gone());
        moved.addAll(steps.answered());
        check(moved.stream().noneMatch(decision.held().held()::contains), "a held one took a step: %s", steps);
        moved.removeAll(steps.answered());
        moved.removeAll(decision.held().released());
        check(!decision.scan().isEmpty() || moved.isEmpty(), "an empty list was believed: %s", steps);
        long unexplained = steps.suspect().stream()
                .filter(id -> !decision.held().released().contains(id))
                .count();
        check(unexplained <= Math.max(5, decision.live() / 10), "%d at once were believed to be absent", unexplained);
        steps.gone().forEach(id -> gone(id, decision));
        steps.answered().forEach(id -> answered(id, decision.begun(), answers.get(id)));
    }

    private void answered(long id, long begun, Body answer) {
        check(
                was(
                        id,
                        begun,
                        body -> body.title() == answer.title()
                                && body.archived() == answer.archived()
                                && (switches.singleDiffers() || body.note() == answer.note())),
                "%d was never so: %s",
                id,
                answer);
    }

    private void gone(long id, Decision decision) {
        List<Miss> missed = misses.getOrDefault(id, List.of());
        long span = decision.begun() - missed.getFirst().begun();
        String books = "%d is gone after %d scans in %d ms".formatted(id, missed.size(), span);
        if (switches.kind() == Kind.MEMBERSHIP_TYPE) {
            check(missed.size() >= 3 && span >= 60 * MINUTE, books);
            boolean wasThere = wasThere(id, missed.getFirst().begun());
            check(!wasThere || missed.stream().noneMatch(Miss::truthful), "%d is gone and was there all the time", id);
            coverage.count("a membership type went that was there", wasThere ? 1 : 0);
            return;
        }
        check(decision.words().get(id) == Word.DENIED, "%d is gone though nobody denied it", id);
        ModelMirror.Row row = mirror.rows().get(id);
        check(row.listed() ? missed.size() >= 2 && span >= MINUTE : row.confirmed() != null, books);
        boolean standIn =
                decision.scan().isEmpty() && decision.held().released().contains(id);
        check(standIn || !wasThere(id, decision.begun()), "%d is gone and was there all the time", id);
    }

    /** Throughout, and in a list if it ever was. */
    private boolean wasThere(long id, long since) {
        return upstream.since(since).stream()
                .allMatch(rows -> rows.containsKey(id)
                        && (switches.kind() == Kind.CERTIFICATE_TYPE || upstream.isListed(rows.get(id))));
    }

    /** What a scan saw stands in the mirror, unless something newer does. */
    void completed(ModelSeen seen) {
        seen.sightings().forEach((id, sighting) -> {
            ModelMirror.Row row = mirror.rows().get(id);
            boolean newer = row.observed() > sighting.at() || row.written() > sighting.at() - ModelMirror.GRACE;
            check(row.state() == State.LIVE, "%d was seen and is %s", id, row.state());
            check(
                    newer || row.listed() && row.body().equals(sighting.body()),
                    "%d was seen otherwise than %s",
                    id,
                    row);
        });
    }

    /** After rest. */
    void mirrorIsUpstream() {
        upstream.rows()
                .forEach((id, row) -> check(
                        isMirrored(id, row),
                        "%d is %s and mirrored as %s",
                        id,
                        row,
                        mirror.rows().get(id)));
        mirror.rows()
                .forEach((id, row) -> check(
                        upstream.rows().containsKey(id) || row.state() == State.GONE,
                        "%d was deleted, mirrored as %s",
                        id,
                        row));
    }

    /** What no list has is known only if one had it before, and for a day it may be behind. */
    private boolean isMirrored(long id, Row row) {
        ModelMirror.Row mirrored = mirror.rows().get(id);
        if (upstream.isListed(row)) {
            return mirrored != null
                    && mirrored.state() == State.LIVE
                    && mirrored.listed()
                    && mirrored.body().equals(row.body());
        }
        return mirrored == null
                || mirrored.state() == State.GONE
                || !mirrored.listed()
                        && mirrored.body().title() == row.title()
                        && mirrored.body().archived() == row.archived();
    }
}
