package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess.Start;
import java.net.URI;

/**
 * Changes while upstream answers 20 of 100 requests with 5xx and 10 not at all, half of them after it did what was asked,
 * and now and then refuses connections for a while; and what readers see of it.
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
        TableDraft draft = Table.of(id(), goal()).heads(MutationRounds.HEADS);
        for (Artifact artifact : settings.artifacts()) {
            measure(artifact, settings, draft);
        }
        return draft.note(MutationRounds.said(settings))
                .note(
                        "a breaker that tries again after 1 s, time-outs of 1 s and changes that settle in 11 s, so that much goes wrong in little time")
                .table();
    }

    /** Shorter than by default; what is measured is the same. */
    private static Start start(URI upstream) {
        return Deployment.unlimited(upstream)
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
                SwitchableProxy proxy = new SwitchableProxy(altegio.base().getPort())) {
            READ.into(database);
            altegio.make(CHANGED, 10, 0);
            altegio.latency(LATENCY_MILLIS);
            URI upstream = URI.create(
                    "http://localhost:" + proxy.port() + altegio.base().getPath());
            try (Deployment deployment = Deployment.open(artifact, database, altegio, start(upstream));
                    MutationLoad mutations = new MutationLoad(deployment.api(), CHANGED)) {
                deployment.load(CHANGED);
                altegio.faults(UpstreamFaults.bad());
                MutationRounds rounds = MutationRounds.of(
                        deployment, proxy, CHANGED, mutations, Rows.single(READ.first(), 1), settings);
                altegio.noFaults();
                MutationLoad.Ended ended = mutations.end();
                rounds.report(draft);
                MutationOutcome.of(altegio, CHANGED, ended).report(artifact.toString(), draft);
            }
        }
    }
}
