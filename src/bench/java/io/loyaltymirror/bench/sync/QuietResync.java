package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.subject.Artifact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What a sync takes of which nothing changed, without a limit of requests: what PostgreSQL writes and works, and where the
 * time goes. Compared is PostgreSQL's processor time for a row. The time that passes stands beside it: ours has the
 * making, sending and reading of pages in it, which row by row does without.
 */
public final class QuietResync implements Workload {

    private static final long CHAIN = 830_000;
    private static final String OURS = "ours";
    private static final double FASTER = 20;
    private static final double CPU_MILLIS = 3;
    private static final long WAL_BYTES = 12_000;

    @Override
    public String id() {
        return "W2";
    }

    @Override
    public String goal() {
        return "a sync of which nothing changed writes next to nothing and takes next to nothing of PostgreSQL";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft = Table.of(id(), goal()).heads(Race.heads(Peers.ROW_BY_ROW));
        for (Artifact artifact : settings.artifacts()) {
            try (LoadedMirror loaded = LoadedMirror.open(artifact, CHAIN, settings)) {
                measure(loaded, settings, draft);
            }
        }
        return draft.note("a chain of %,d types; %s".formatted(LoadedMirror.types(settings), Race.said(settings)))
                .note(
                        "from memory: pages that were recorded before, answered by this process, so that nobody makes them"
                                + " meanwhile; %d times after the others".formatted(settings.rounds()))
                .table();
    }

    private void measure(LoadedMirror loaded, Bench.Settings settings, TableDraft draft) throws Exception {
        Peers peers = loaded.peers();
        peers.fill();
        Map<String, Callable<Effort>> contestants = new LinkedHashMap<>();
        contestants.put(Peers.ROW_BY_ROW, peers.rowByRow(false));
        contestants.put(Peers.ON_DISK, peers.rowByRowOnDisk(false));
        contestants.put(OURS, loaded::quiet);
        Race race = new Race(contestants, List.of(Peers.ROW_BY_ROW), settings.rounds());
        String artifact = loaded.artifact().toString();
        race.rows(artifact, draft);
        verdicts(artifact, race, draft);
        writes(artifact, QuietWrites.of(loaded.deployment(), CHAIN), draft);
        race.rowBeside(artifact, "ours, from memory", Effort.median(recorded(loaded, settings)), draft);
        draft.note(artifact + ": " + peers.settings());
        race.draw(loaded.named(id()), "Nothing changed, " + artifact, draft);
    }

    /** Beside an upstream that makes no pages. */
    private static List<Effort> recorded(LoadedMirror loaded, Bench.Settings settings) throws Exception {
        List<Effort> efforts = new ArrayList<>();
        Altegio altegio = loaded.deployment().altegio();
        altegio.forgetRequests();
        loaded.quiet();
        try (RecordedUpstream recorded = RecordedUpstream.of(altegio, altegio.requests())) {
            loaded.restart(recorded.base());
            loaded.quiet();
            for (int round = 0; round < settings.rounds(); round++) {
                efforts.add(loaded.quiet());
            }
        }
        return efforts;
    }

    private static void verdicts(String artifact, Race race, TableDraft draft) {
        double ratio = race.byCpu().ratio(OURS, Peers.ROW_BY_ROW);
        double millis = race.median(OURS).millis(Effort::postgres);
        draft.verdict(
                        "%s: by PostgreSQL's CPU at least 20 × row by row: %s (by time %s)"
                                .formatted(
                                        artifact,
                                        Numbers.ratio(ratio),
                                        Numbers.ratio(race.byTime().ratio(OURS, Peers.ROW_BY_ROW))),
                        ratio >= FASTER)
                .verdict(
                        "%s: at most 3 ms of PostgreSQL's CPU for 1,000 rows: %s"
                                .formatted(artifact, Numbers.figure(millis)),
                        millis <= CPU_MILLIS);
    }

    private static void writes(String artifact, QuietWrites writes, TableDraft draft) {
        Wal wal = writes.wal();
        draft.verdict(
                        "%s: no version of a type's row, no lock on one, and no byte of WAL about them: %d rows, %d bytes"
                                .formatted(artifact, writes.versions(), wal.typeBytes()),
                        writes.versions() == 0 && wal.typeBytes() == 0)
                .verdict(
                        "%s: at most 12 kB of WAL in the whole run, without full-page images: %,d bytes"
                                .formatted(artifact, wal.bytes()),
                        wal.bytes() <= WAL_BYTES)
                .note(artifact + ": WAL of the quiet run: " + wal.summary());
    }
}
