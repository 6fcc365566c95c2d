package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Rounds;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.load.Exchange;
import io.loyaltymirror.bench.load.OpenLoop;
import io.loyaltymirror.bench.load.RawRequest;
import io.loyaltymirror.bench.machine.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What callers see, by turns: reads beside changes that go wrong, an outage, and reads alone once all changes have come
 * to their end, so that nobody looks after them any more.
 */
final class MutationRounds {

    static final String[] HEADS = {"artifact", "what", "median", "least", "most", "unit", "× reads alone"};

    private static final String ALONE = "reads alone, p99";
    private static final String BESIDE = "reads beside changes that go wrong, p99";
    private static final String AWAY = "reads while upstream is away, p99";
    private static final String REFUSED_HALF = "refused while upstream is away, p50";
    private static final String REFUSED = "refused while upstream is away, p99";

    /** Little for the service: asked is whether changes delay readers, and not how many there can be. */
    private static final int READS_A_SECOND = 400;

    private static final int CONNECTIONS = 16;

    /** A cold service on a busy machine did not answer so many; with changes beside them, which are cold too. */
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** A round takes three quarters of a minute. */
    private static final int MOST_ROUNDS = 3;

    private static final Duration READING = Duration.ofSeconds(6);

    /** Longer than a change takes to settle; the first one is as long as the goal has it. */
    private static final Duration OUTAGE = Duration.ofSeconds(13);

    private static final Duration FIRST_OUTAGE = Duration.ofSeconds(30);
    private static final Duration TO_SETTLE = Duration.ofMinutes(2);

    private static final String UNSETTLED =
            "SELECT count(*) FROM mutation WHERE state IN ('RECEIVED', 'SENDING', 'UNKNOWN')";

    private static final String LOOK_SOON =
            "UPDATE mutation SET next_look_at = least(next_look_at, mirror_now() + interval '2 s') WHERE state = 'UNKNOWN'";

    private static final String SCAN_SOON =
            "UPDATE chain_kind SET next_due_at = least(next_due_at, mirror_now() + interval '2 s')";

    private static final double SLOWER = 1.2;
    private static final double FAST_MILLIS = 2;

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final Deployment deployment;
    private final MutationLoad mutations;
    private final OpenLoop reads;
    private final Duration time;
    private Rounds rounds;

    private MutationRounds(Deployment deployment, MutationLoad mutations, String read, Duration time) {
        this.deployment = deployment;
        this.mutations = mutations;
        this.time = time;
        byte[] request = RawRequest.get(read);
        reads = new OpenLoop(
                deployment.service().port(), CONNECTIONS, READS_A_SECOND, _ -> request, Exchange.Check.status(200));
    }

    /** @param read the path that readers ask for */
    static MutationRounds of(
            Deployment deployment,
            SwitchableProxy upstream,
            long chain,
            MutationLoad mutations,
            String read,
            Bench.Settings settings)
            throws Exception {
        MutationRounds rounds = new MutationRounds(deployment, mutations, read, time(settings));
        rounds.warmUp();
        Machine.Watch watch = Machine.watch();
        for (int round = 0; round < count(settings); round++) {
            Duration outage = round == 0 && !settings.quick() ? FIRST_OUTAGE : OUTAGE;
            rounds.round(upstream, chain, outage);
        }
        rounds.rounds = Rounds.recorded(rounds.figures, ALONE, watch.end());
        return rounds;
    }

    private static Duration time(Bench.Settings settings) {
        return settings.quick() ? settings.duration() : READING;
    }

    private static int count(Bench.Settings settings) {
        return Math.min(settings.rounds(), MOST_ROUNDS);
    }

    static String said(Bench.Settings settings) {
        long seconds = time(settings).toSeconds();
        return ("%d rounds: reads beside changes for %d s, an outage of %d s (the first one of %d s), reads alone for %d s when"
                        + " all changes had come to their end; %d reads a second")
                .formatted(
                        count(settings),
                        seconds,
                        OUTAGE.toSeconds(),
                        (settings.quick() ? OUTAGE : FIRST_OUTAGE).toSeconds(),
                        seconds,
                        READS_A_SECOND);
    }

    private void warmUp() throws Exception {
        mutations.resume();
        OpenLoop.closed(reads.port(), reads.connections(), reads.requests(), reads.check())
                .over(WARM_UP);
        mutations.pause();
    }

    private void round(SwitchableProxy upstream, long chain, Duration length) throws Exception {
        mutations.resume();
        double beside = reads();
        mutations.pause();
        Outage outage = Outage.of(deployment, upstream, chain, mutations, this::reads, length);
        awaitSettled();
        add(ALONE, reads());
        add(BESIDE, beside);
        add(AWAY, outage.reads());
        add(REFUSED_HALF, Percentile.of(outage.refusals(), 50) * 1e3);
        add(REFUSED, Percentile.of(outage.refusals(), 99) * 1e3);
    }

    private double reads() throws Exception {
        return reads.over(time).millis(99);
    }

    /**
     * Answers go on going wrong meanwhile: after three looks in vain the service would wait for minutes, and as long for
     * the next scan of a chain that failed all through an outage. Without one nobody knows what was not done.
     */
    private void awaitSettled() throws Exception {
        Patience.until("all changes come to their end", TO_SETTLE, Duration.ofSeconds(1), () -> {
            deployment.database().execute(LOOK_SOON);
            deployment.database().execute(SCAN_SOON);
            return deployment.database().number(UNSETTLED) == 0;
        });
    }

    private void add(String name, double millis) {
        figures.computeIfAbsent(name, _ -> new ArrayList<>()).add(millis);
        System.out.printf(Locale.ROOT, "  %-44s %8.2f ms%n", name, millis);
    }

    void report(TableDraft draft) {
        String artifact = deployment.artifact().toString();
        figures.forEach((name, all) -> draft.row(
                artifact,
                name,
                Numbers.figure(rounds.median(name)),
                Numbers.figure(Collections.min(all)),
                Numbers.figure(Collections.max(all)),
                "ms",
                name.startsWith("reads") ? Numbers.ratio(rounds.ratio(name, ALONE)) : ""));
        fast(artifact, "p50", REFUSED_HALF, draft);
        fast(artifact, "p99", REFUSED, draft);
        slower(artifact, "beside changes that go wrong", BESIDE, draft);
        slower(artifact, "while upstream is away", AWAY, draft);
        draft.machine(rounds.machine());
    }

    private void fast(String artifact, String share, String name, TableDraft draft) {
        double millis = rounds.median(name);
        draft.verdict(
                "%s: refused within 2 ms while upstream is left alone, median of %d %s: %s ms"
                        .formatted(artifact, figures.get(name).size(), share, Numbers.figure(millis)),
                millis <= FAST_MILLIS);
    }

    private void slower(String artifact, String when, String name, TableDraft draft) {
        double ratio = rounds.ratio(name, ALONE);
        draft.verdict(
                "%s: p99 of reads %s at most 1.2 × alone: %s".formatted(artifact, when, Numbers.ratio(ratio)),
                ratio <= SLOWER);
    }
}
