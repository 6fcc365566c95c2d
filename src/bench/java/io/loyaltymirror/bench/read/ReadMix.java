package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.subject.Rows;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads of one chain as callers make them: four by id for one list of a hundred, always in the same order.
 *
 * @param paths asked for by turns
 */
record ReadMix(List<String> paths) {

    private static final Pattern ID = Pattern.compile("\"id\": ?(\\d{3,})");
    private static final int BY_ID_FOR_A_LIST = 4;

    /** Of the types on the chain's first page, once that is served. */
    static ReadMix of(ServiceProcess service, long chain) throws Exception {
        String list = Rows.list(chain, "");
        List<String> paths = new ArrayList<>();
        ID.matcher(service.awaitServed(list).text()).results().forEach(found -> {
            paths.add(Rows.single(chain, Long.parseLong(found.group(1))));
            if (paths.size() % (BY_ID_FOR_A_LIST + 1) == BY_ID_FOR_A_LIST) {
                paths.add(list);
            }
        });
        return new ReadMix(paths);
    }

    int index(long request) {
        return (int) (request % paths.size());
    }

    String path(long request) {
        return paths.get(index(request));
    }
}
