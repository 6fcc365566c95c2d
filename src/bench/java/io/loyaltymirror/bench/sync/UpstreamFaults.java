package io.loyaltymirror.bench.sync;

import java.util.ArrayList;
import java.util.List;

/** What goes wrong upstream, for each request of whatever kind: 20 of 100 are answered 5xx, and 10 not at all. */
final class UpstreamFaults {

    /** Stands in the name of a fault after which a create was not executed. */
    static final String NOT_DONE = "not done";

    private static final String DONE = "done";

    /** Of what is drawn two thirds are answers and a third is silence, half of each after the work was done. */
    private static final double PERCENT = 30;

    private UpstreamFaults() {}

    /** As the control door of the stand-in takes it; the same faults in the same order each time. */
    static String bad() {
        List<String> faults = new ArrayList<>();
        for (int status : new int[] {500, 503}) {
            faults.add(fault("\"answer\":{\"status\":" + status + "}", status + " " + NOT_DONE, "before"));
            faults.add(fault("\"answer\":{\"status\":" + status + "}", status + " " + DONE, "after"));
        }
        faults.add(fault("\"socket\":\"black_hole\"", "silence, " + NOT_DONE, "before"));
        faults.add(fault("\"socket\":\"black_hole\"", "silence, " + DONE, "after"));
        return "{\"percent\":%s,\"seed\":7,\"faults\":[%s]}".formatted(PERCENT, String.join(",", faults));
    }

    private static String fault(String harm, String name, String effect) {
        return "{%s,\"name\":\"%s\",\"effect\":\"%s\"}".formatted(harm, name, effect);
    }
}
