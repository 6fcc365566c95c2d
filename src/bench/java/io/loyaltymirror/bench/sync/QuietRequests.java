package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Bench;
import io.loyaltymirror.bench.Table;
import io.loyaltymirror.bench.TableDraft;
import io.loyaltymirror.bench.Workload;
import io.loyaltymirror.bench.machine.Machine;
import io.loyaltymirror.bench.subject.Artifact;
import io.loyaltymirror.bench.subject.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests a quiet sync takes, as upstream counts them. There is no cheaper way to know that nothing changed than
 * to read each list to its end, a hundred rows at a time; an empty list has to be asked for as well.
 */
public final class QuietRequests implements Workload {

    private static final int PAGE = 100;

    /** From nothing over both sides of a full page to a dozen of them. */
    private static final List<Chain> CHAINS = List.of(
            new Chain(810_000, 0, 0),
            new Chain(810_001, 1, 1),
            new Chain(810_002, 100, 100),
            new Chain(810_003, 101, 303),
            new Chain(810_004, 585, 40),
            new Chain(810_005, 1_200, 1_000));

    private record Chain(long id, int certificateTypes, int membershipTypes) {}

    @Override
    public String id() {
        return "W3";
    }

    @Override
    public String goal() {
        return "a quiet sync takes exactly as many requests as there are pages";
    }

    @Override
    public Table run(Bench.Settings settings) throws Exception {
        TableDraft draft =
                Table.of(id(), goal()).heads("artifact", "chain and view", "rows", "requests in theory", "seen");
        Machine.Watch watch = Machine.watch();
        for (Artifact artifact : settings.artifacts()) {
            measure(artifact, draft);
        }
        return draft.note("each chain and kind was loaded, then read once more and counted")
                .machine(watch.end().toString())
                .table();
    }

    private static void measure(Artifact artifact, TableDraft draft) throws Exception {
        try (Altegio altegio = Altegio.start();
                Database database = Database.start();
                Deployment deployment =
                        Deployment.open(artifact, database, altegio, Deployment.unlimited(altegio.base()))) {
            Map<String, Long> totals = new LinkedHashMap<>();
            for (Chain chain : CHAINS) {
                altegio.make(chain.id, chain.certificateTypes, chain.membershipTypes);
                deployment.load(chain.id);
                totals.putAll(totals(altegio, chain.id));
            }
            altegio.forgetRequests();
            for (Chain chain : CHAINS) {
                deployment.sync(chain.id, Deployment.CERTIFICATES);
                deployment.sync(chain.id, Deployment.MEMBERSHIPS);
            }
            report(artifact, totals, altegio.requests(), draft);
        }
    }

    private static Map<String, Long> totals(Altegio altegio, long chain) throws Exception {
        String list = "/chain/" + chain + "/loyalty/";
        Map<String, Long> totals = new LinkedHashMap<>();
        totals.put(
                SeenRequest.view(chain, "certificate_types", ""),
                altegio.total(list + "certificate_types?page_size=1"));
        for (String archived : List.of("0", "1")) {
            totals.put(
                    SeenRequest.view(chain, "abonement_types", archived),
                    altegio.total(list + "abonement_types?limit=1&is_archived=" + archived));
        }
        return totals;
    }

    private static void report(
            Artifact artifact, Map<String, Long> totals, List<SeenRequest> requests, TableDraft draft) {
        Map<String, Long> seen = new TreeMap<>();
        requests.forEach(request -> seen.merge(request.view(), 1L, Long::sum));
        long theory = 0;
        boolean exact = true;
        for (Map.Entry<String, Long> view : totals.entrySet()) {
            long pages = Math.max(1, Math.ceilDiv(view.getValue(), PAGE));
            long asked = seen.getOrDefault(view.getKey(), 0L);
            theory += pages;
            exact &= pages == asked;
            draft.row(artifact.toString(), view.getKey(), text(view.getValue()), text(pages), text(asked));
        }
        draft.verdict(
                "%s: exactly ceil(rows / 100) requests for each chain and view, one where there are no rows: %d in theory, %d seen"
                        .formatted(artifact, theory, requests.size()),
                exact && theory == requests.size());
    }

    private static String text(long number) {
        return Long.toString(number);
    }
}
