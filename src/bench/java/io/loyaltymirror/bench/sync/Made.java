package io.loyaltymirror.bench.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changes came to upstream.
 *
 * @param duplicates types beyond the first of a wanted title
 * @param missing wanted titles that no type has
 * @param attempts creates that reached upstream
 * @param notDone those of them that upstream did not execute
 * @param searches for titles, before creates and after those of which nobody knew the outcome
 */
record Made(int duplicates, int missing, long attempts, long notDone, long searches) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 100;

    static Made of(Altegio altegio, long chain, List<String> wanted) throws Exception {
        List<SeenRequest> requests = altegio.requests();
        Map<String, Integer> there = titles(altegio, chain);
        int duplicates = 0;
        int missing = 0;
        for (String title : wanted) {
            int count = there.getOrDefault(title, 0);
            duplicates += Math.max(0, count - 1);
            missing += count == 0 ? 1 : 0;
        }
        return new Made(
                duplicates,
                missing,
                requests.stream().filter(SeenRequest::isPost).count(),
                requests.stream()
                        .filter(request -> request.isPost() && request.fault().endsWith(Weather.NOT_DONE))
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
    long theory(int wanted) {
        return wanted + notDone;
    }
}
