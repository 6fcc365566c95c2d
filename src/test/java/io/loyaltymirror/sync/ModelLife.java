package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.mirror.Absences;
import io.loyaltymirror.mirror.Holds.Held;
import io.loyaltymirror.mirror.Published;
import io.loyaltymirror.sync.Confirmations.Words;
import io.loyaltymirror.sync.DeleteLadder.Steps;
import io.loyaltymirror.sync.DeleteLadder.Word;
import io.loyaltymirror.sync.ModelReader.Read;
import io.loyaltymirror.sync.ModelRules.Decision;
import io.loyaltymirror.sync.ModelUpstream.Body;
import io.loyaltymirror.sync.ModelUpstream.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One life of the model: scans while everything moves, and then rest. The same for the same seed. */
final class ModelLife {

    private static final List<Duration> INTERVALS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(40),
            Duration.ofDays(1));

    /** Enough for three scans over an hour, and for twenty confirmations a run; a day passes after it. */
    private static final int QUIET_RUNS = 8;

    private final SplittableRandom random;
    private final ModelSwitches switches;
    private final ModelUpstream upstream;
    private final ModelMirror mirror = new ModelMirror();
    private final ModelEdits edits;
    private final ModelReader reader;
    private final ModelRules rules;
    private final Coverage coverage;
    private List<Long> totals = List.of();
    private boolean inTrouble;

    ModelLife(long seed, Coverage coverage) {
        this.coverage = coverage;
        random = new SplittableRandom(seed);
        switches = ModelSwitches.draw(random);
        switches.count(coverage);
        upstream = new ModelUpstream(switches, random.split());
        edits = new ModelEdits(upstream, mirror, coverage, random.split());
        reader = new ModelReader(upstream, switches, edits, coverage, random.split());
        rules = new ModelRules(seed, switches, upstream, mirror, coverage);
        edits.start(random.nextInt(60));
    }

    void live() {
        int faults = random.nextInt(3) * 15;
        int edited = random.nextInt(3) * 12;
        for (int scans = 6 + random.nextInt(8); scans > 0; scans--) {
            boolean calm = random.nextInt(4) == 0;
            reader.faults(calm ? 0 : faults);
            edits.often(calm ? 0 : edited);
            inTrouble = random.nextInt(5) == 0;
            scan();
            wait(INTERVALS.get(random.nextInt(INTERVALS.size())));
            edits.between();
            if (random.nextInt(4) == 0) {
                coverage.count("released", mirror.release(upstream.now()));
            }
        }
        rest();
    }

    private void wait(Duration time) {
        upstream.pass(time.toMillis() + random.nextInt(1000));
    }

    /** Nobody edits, nothing goes wrong, and somebody looks at what is held. */
    private void rest() {
        reader.faults(0);
        edits.often(0);
        inTrouble = false;
        edits.mend();
        upstream.settle();
        for (int day = 0; day < 3; day++) {
            wait(Duration.ofDays(1));
            for (int run = 0; run < QUIET_RUNS; run++) {
                scan();
                mirror.release(upstream.now());
                wait(Duration.ofMinutes(20));
            }
        }
        rules.mirrorIsUpstream();
    }

    private void scan() {
        long begun = upstream.now();
        ModelSeen seen = new ModelSeen();
        try {
            Read read = reader.read(seen, totals);
            rules.scanned(begun, seen, read);
            switch (read.scan()) {
                case Scan.Complete complete -> complete(begun, complete, seen, read);
                case Scan.Torn torn -> publish(Outcome.PARTIAL, torn, seen, begun, read.attempts());
            }
        } catch (PageFault.NoPage failed) {
            coverage.count(Outcome.FAILED);
        }
    }

    private void publish(Outcome outcome, Scan scan, ModelSeen seen, long begun, int attempts) {
        Published published = mirror.publish(seen, upstream.now());
        mirror.present(seen.unreadable());
        Account account = Account.published(
                outcome,
                null,
                scan,
                seen.sightings().size(),
                published,
                DeleteLadder.Steps.NONE,
                new Account.Effort(attempts, scan.pages()));
        rules.published(account, begun);
        coverage.count(outcome);
        coverage.count("back", mirror.back());
        coverage.count("duplicate", account.duplicate());
        coverage.count("superseded", account.superseded());
        coverage.count("quarantined", account.quarantined());
    }

    private void complete(long begun, Scan.Complete scan, ModelSeen seen, Read read) {
        totals = scan.totals();
        DeleteLadder ladder = new DeleteLadder(switches.kind(), Instant.ofEpochMilli(begun), scan.isEmpty());
        Absences before = mirror.absences(seen, begun, upstream.now());
        boolean lacksControl = !scan.isEmpty() && seen.sightings().isEmpty();
        List<Long> asked = lacksControl ? List.of() : ladder.toAsk(before, mirror.held(upstream.now()));
        Map<Long, Body> answers = new HashMap<>();
        Map<Long, Word> words = switches.kind() == Kind.CERTIFICATE_TYPE
                ? ask(asked, seen, answers)
                : Words.unlisted(asked, asked.isEmpty() ? Optional.empty() : reader.listedNow(totals))
                        .byId();
        edits.between();
        boolean withheld = mirror.absences(seen, begun, upstream.now()).rows().stream()
                .anyMatch(row -> mirror.held(upstream.now()).held().contains(row.id()));
        publish(withheld ? Outcome.HELD : Outcome.COMPLETE, scan, seen, begun, read.attempts());
        mirror.seenAgain(seen.present(), upstream.now());
        Absences absences = mirror.absences(seen, begun, upstream.now());
        Held held = mirror.held(upstream.now());
        Steps steps = ladder.steps(absences, held, words);
        rules.decided(new Decision(begun, scan, absences.live(), held, asked, words), steps, answers);
        mirror.step(steps, answers, Instant.ofEpochMilli(begun));
        count(asked, steps);
        rules.completed(seen);
    }

    private void count(List<Long> asked, Steps steps) {
        coverage.count("asked by id", asked.size());
        coverage.count("as many as may be asked", asked.size() == DeleteLadder.MAX_CONFIRMATIONS ? 1 : 0);
        coverage.count("held", steps.hold().size());
        coverage.count("suspected", steps.suspect().size());
        coverage.count("gone", steps.gone().size());
        coverage.count("prevented", steps.prevented());
    }

    /** As {@link Confirmations} does; in trouble upstream denies everything, or answers nothing of use. */
    private Map<Long, Word> ask(List<Long> ids, ModelSeen seen, Map<Long, Body> answers) {
        Map<Long, Word> words = new HashMap<>();
        boolean denies = random.nextBoolean();
        for (long id : ids) {
            words.put(id, ask(id, denies, answers));
        }
        Long control = seen.sightings().keySet().stream().findFirst().orElse(null);
        boolean denialsCount = control == null || ask(control, denies, new HashMap<>()) == Word.ANSWERED;
        if (!denialsCount && words.containsValue(Word.DENIED)) {
            coverage.count("control failed");
            words.replaceAll((_, word) -> word == Word.DENIED ? Word.UNCLEAR : word);
        }
        return words;
    }

    private Word ask(long id, boolean denies, Map<Long, Body> answers) {
        upstream.pass(random.nextInt(300));
        edits.between();
        if (inTrouble) {
            return denies ? Word.DENIED : Word.UNCLEAR;
        }
        Row row = upstream.byId(id);
        if (row == null) {
            return Word.DENIED;
        }
        if (row.legible() != ModelUpstream.Legible.WHOLE) {
            return Word.UNCLEAR;
        }
        ModelMirror.Row stored = mirror.rows().get(id);
        int note = switches.singleDiffers() && stored != null ? stored.body().note() : row.note();
        answers.put(id, new Body(row.title(), note, row.archived()));
        return Word.ANSWERED;
    }
}
