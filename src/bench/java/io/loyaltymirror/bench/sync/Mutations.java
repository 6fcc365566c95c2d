package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.load.Exchange;
import io.loyaltymirror.bench.load.OpenLoop;
import io.loyaltymirror.bench.load.RawRequest;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess.Start;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Changes while upstream answers 20 of 100 requests with 5xx and 10 not at all, half of them after it did what was asked,
 * and then refuses connections for a while; and what readers see of it.
 *
 * <p>Theory of attempts: by contract a create leaves again only where it surely was not executed: it did not leave
 * (refused connections), it was throttled, or upstream denied it later. 5xx and silence are none of these: the change
 * is UNKNOWN, and the reconciler finds out whether it was done (adopted, no second attempt) or not (absent, and the
 * caller's next asking is an attempt of its own). So each wanted change reaches upstream once, and once more for each
 * time that it arrived and was not executed. One more than that is a duplicate, or was lucky not to be one.
 */
public final class Mutations implements Workload {

    private static final Rows READ = new Rows(850_000, 1, 100);
    private static final long CHANGED = 850_500;
    private static final int LATENCY_MILLIS = 50;

    /** Little for the service: asked is whether changes delay readers, and not how many there can be. */
    private static final int READS_A_SECOND = 200;

    /** A cold service on a busy machine did not answer so many. */
    private static final Duration COLD = Duration.ofSeconds(10);

    private static final int CONNECTIONS = 16;
    private static final String ALONE = "reads alone";
    private static final String BESIDE = "reads beside changes that go wrong";
    private static final double MORE = 1.05;
    private static final double SLOWER = 1.2;
    private static final double FAST_SECONDS = 0.002;

    @Override
    public String id() {
        return "W9";
    }

    @Override
    public String goal() {
        return "changes that go wrong upstream are done once, are refused at once while it is away, and readers see nothing of it";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), goal()).heads("artifact", "what", "figure", "unit", "× reads alone");
        for (Artifact artifact : settings.artifacts()) {
            measure(artifact, settings, draft);
        }
        return draft.note(
                        "a breaker that tries again after 1 s, time-outs of 1 s and changes that settle in 11 s, so that much goes wrong in little time")
                .table();
    }

    /** Shorter than by default; what is measured is the same. */
    private static Start start(URI upstream) {
        return Site.unlimited(upstream)
                .with("MIRROR_SYNC_EVERY", "5s")
                .with("MIRROR_UPSTREAM_TIMEOUT", "1s")
                .with("MIRROR_UPSTREAM_BREAKER_DELAY", "1s")
                .with("MIRROR_MUTATION_DEADLINE", "3s")
                .with("MIRROR_MUTATION_SETTLE", "11s")
                .with("MIRROR_MUTATION_TICK", "1s");
    }

    private static void measure(Artifact artifact, Bench.Settings settings, TableDraft draft) throws Exception {
        try (Altegio altegio = Altegio.start();
                Database database = Database.start();
                Door door = new Door(altegio.base().getPort())) {
            READ.into(database);
            altegio.make(CHANGED, 10, 0);
            altegio.latency(LATENCY_MILLIS);
            URI upstream = URI.create(
                    "http://localhost:" + door.port() + altegio.base().getPath());
            try (Site site = Site.open(artifact, database, altegio, start(upstream));
                    Storm storm = new Storm(site.till(), CHANGED)) {
                site.load(CHANGED);
                altegio.faults(Weather.bad());
                measure(site, door, storm, settings, draft);
            }
        }
    }

    private static void measure(Site site, Door door, Storm storm, Bench.Settings settings, TableDraft draft)
            throws Exception {
        byte[] request = RawRequest.get(Rows.single(READ.first(), 1));
        OpenLoop reads = new OpenLoop(
                site.service().port(), CONNECTIONS, READS_A_SECOND, _ -> request, Exchange.Check.status(200));
        OpenLoop.closed(reads.port(), reads.connections(), reads.requests(), reads.check())
                .over(COLD);
        Rounds rounds = Rounds.of(
                List.of(
                        new Contestant(ALONE, time -> reads.over(time).millis(99)),
                        new Contestant(BESIDE, time -> beside(storm, reads, time))),
                ALONE,
                settings);
        Duration length = Duration.ofSeconds(settings.quick() ? 5 : 30);
        Outage outage = Outage.of(site, door, CHANGED, storm, reads, length);
        site.altegio().noFaults();
        Storm.Ended ended = storm.end();
        Made made = Made.of(site.altegio(), CHANGED, ended.titles());
        String artifact = site.artifact().toString();
        rows(artifact, rounds, outage, ended, made, draft);
        verdicts(artifact, rounds, outage, ended.changes(), made, draft);
        draft.machine(rounds.machine());
    }

    private static double beside(Storm storm, OpenLoop reads, Duration time) throws Exception {
        storm.blow();
        double p99 = reads.over(time).millis(99);
        storm.calm();
        return p99;
    }

    private static void rows(
            String artifact, Rounds rounds, Outage outage, Storm.Ended ended, Made made, TableDraft draft) {
        for (String name : rounds.names()) {
            draft.row(
                    artifact,
                    name + ", p99",
                    Numbers.figure(rounds.median(name)),
                    "ms",
                    Numbers.ratio(rounds.ratio(name, ALONE)));
        }
        double away = outage.reads().millis(99);
        draft.row(
                artifact,
                "reads while upstream is away, p99",
                Numbers.figure(away),
                "ms",
                Numbers.ratio(away / rounds.median(ALONE)));
        draft.row(artifact, "refused while upstream is away, median", millis(outage, 50), "ms", "");
        draft.row(artifact, "refused while upstream is away, p99", millis(outage, 99), "ms", "");
        draft.row(artifact, "changes wanted and done", Integer.toString(ended.changes()), "", "");
        draft.row(artifact, "attempts that upstream saw", Long.toString(made.attempts()), "", "");
        draft.row(artifact, "attempts that it did not execute", Long.toString(made.notDone()), "", "");
        draft.row(artifact, "searches for titles", Long.toString(made.searches()), "", "");
        draft.row(artifact, "answers to callers by status", ended.answers().toString(), "", "");
    }

    private static String millis(Outage outage, double percent) {
        return Numbers.figure(Waits.percentile(outage.refusals(), percent) * 1e3);
    }

    private static void verdicts(
            String artifact, Rounds rounds, Outage outage, int wanted, Made made, TableDraft draft) {
        double attempts = (double) made.attempts() / made.theory(wanted);
        double refused = Waits.percentile(outage.refusals(), 50);
        draft.verdict(
                        "%s: every change is there once: %d duplicates, %d missing of %d"
                                .formatted(artifact, made.duplicates(), made.missing(), wanted),
                        made.duplicates() == 0 && made.missing() == 0)
                .verdict(
                        "%s: attempts at most 1.05 × theory: %s (%d of %d)"
                                .formatted(artifact, Numbers.ratio(attempts), made.attempts(), made.theory(wanted)),
                        attempts <= MORE)
                .verdict(
                        "%s: refused within 2 ms while upstream is left alone, median of %d: %s ms"
                                .formatted(artifact, outage.refusals().size(), millis(outage, 50)),
                        refused <= FAST_SECONDS);
        reads(artifact, rounds.ratio(BESIDE, ALONE), outage.reads().millis(99) / rounds.median(ALONE), draft);
    }

    private static void reads(String artifact, double beside, double away, TableDraft draft) {
        draft.verdict(
                        "%s: p99 of reads beside changes that go wrong at most 1.2 × alone: %s"
                                .formatted(artifact, Numbers.ratio(beside)),
                        beside <= SLOWER)
                .verdict(
                        "%s: p99 of reads while upstream is away at most 1.2 × alone: %s"
                                .formatted(artifact, Numbers.ratio(away)),
                        away <= SLOWER);
    }
}
