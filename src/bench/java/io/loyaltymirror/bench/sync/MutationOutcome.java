package io.loyaltymirror.bench.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loyaltymirror.bench.Numbers;
import io.loyaltymirror.bench.TableDraft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changes came to upstream.
 *
 * @param ended what callers saw
 * @param duplicates types beyond the first of a wanted title
 * @param missing wanted titles that no type has
 * @param attempts creates that reached upstream
 * @param notDone those of them that upstream did not execute
 * @param searches for titles, before creates and after those of which nobody knew the outcome
 */
record MutationOutcome(
        MutationLoad.Ended ended, int duplicates, int missing, long attempts, long notDone, long searches) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 100;
    private static final double MORE = 1.05;

    static MutationOutcome of(Altegio altegio, long chain, MutationLoad.Ended ended) throws Exception {
        List<SeenRequest> requests = altegio.requests();
        Map<String, Integer> there = titles(altegio, chain);
        int duplicates = 0;
        int missing = 0;
        for (String title : ended.titles()) {
            int count = there.getOrDefault(title, 0);
            duplicates += Math.max(0, count - 1);
            missing += count == 0 ? 1 : 0;
        }
        return new MutationOutcome(
                ended,
                duplicates,
                missing,
                requests.stream().filter(SeenRequest::isPost).count(),
                requests.stream()
                        .filter(request -> request.isPost() && request.fault().endsWith(UpstreamFaults.NOT_DONE))
                        .count(),
                requests.stream().filter(SeenRequest::isSearch).count());
    }

    private static Map<String, Integer> titles(Altegio altegio, long chain) throws Exception {
        Map<String, Integer> titles = new HashMap<>();
        String list = "/chain/" + chain + "/loyalty/certificate_types?page_size=" + PAGE;
        long pages = Math.ceilDiv(altegio.total(list), PAGE);
        for (long page = 1; page <= pages; page++) {
            for (JsonNode row :
                    JSON.readTree(altegio.read(list + "&page=" + page)).required("data")) {
                titles.merge(row.required("title").textValue(), 1, Integer::sum);
            }
        }
        return titles;
    }

    /** One attempt for each wanted change, and one more for each attempt that upstream did not execute. */
    private long theory() {
        return ended.changes() + notDone;
    }

    void report(String artifact, TableDraft draft) {
        row(artifact, "changes wanted and done", Integer.toString(ended.changes()), draft);
        row(artifact, "attempts that upstream saw", Long.toString(attempts), draft);
        row(artifact, "attempts that it did not execute", Long.toString(notDone), draft);
        row(artifact, "searches for titles", Long.toString(searches), draft);
        row(artifact, "answers to callers by status", ended.answers().toString(), draft);
        double ratio = (double) attempts / theory();
        draft.verdict(
                        "%s: every change is there once: %d duplicates, %d missing of %d"
                                .formatted(artifact, duplicates, missing, ended.changes()),
                        duplicates == 0 && missing == 0)
                .verdict(
                        "%s: attempts at most 1.05 × theory: %s (%d of %d)"
                                .formatted(artifact, Numbers.ratio(ratio), attempts, theory()),
                        ratio <= MORE);
    }

    private static void row(String artifact, String what, String figure, TableDraft draft) {
        draft.row(artifact, what, figure, "", "", "", "");
    }
}
