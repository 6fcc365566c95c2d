package io.loyaltymirror.sync;

import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.sync.ModelUpstream.Page;
import io.loyaltymirror.upstream.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads the model's lists as {@link ListReader} and {@link ViewReader} do, while people work on them. */
final class ModelReader {

    private static final int MAX_ATTEMPTS = 3;
    private static final int LATENCY = 1_500;

    private final ModelUpstream upstream;
    private final ModelSwitches switches;
    private final ModelEdits edits;
    private final Coverage coverage;
    private final SplittableRandom random;
    private final Set<List<Long>> distinct = new HashSet<>();
    private boolean comeAgain;
    private int faultPercent;
    private boolean faulty;
    private long attemptBegun;

    ModelReader(
            ModelUpstream upstream,
            ModelSwitches switches,
            ModelEdits edits,
            Coverage coverage,
            SplittableRandom random) {
        this.upstream = upstream;
        this.switches = switches;
        this.edits = edits;
        this.coverage = coverage;
        this.random = random;
    }

    /** @param percent of pages that go wrong from now on */
    void faults(int percent) {
        faultPercent = percent;
    }

    /** What reading came to; {@code truthful}: nothing moved and nothing went wrong in the attempt that counts. */
    record Read(Scan scan, int attempts, boolean truthful) {}

    Read read(ModelSeen seen, List<Long> totals) {
        List<Long> expected = totals;
        for (int attempt = 1; true; attempt++) {
            seen.restart();
            faulty = false;
            attemptBegun = upstream.now();
            List<ViewPages> views = readAll(seen, expected, attempt > 1);
            Scan scan = ScanProof.judge(views);
            if (!(scan instanceof Scan.Torn torn) || !torn.moved() || attempt == MAX_ATTEMPTS) {
                return new Read(scan, attempt, isTruthful());
            }
            coverage.count("read again");
            expected = views.stream().map(ViewPages::total).toList();
        }
    }

    /** As {@link ListReader#listedNow}. */
    Optional<Set<Long>> listedNow(List<Long> totals) {
        try {
            return ListReader.idsIfComplete(readAll(new ModelSeen(), totals, true));
        } catch (PageFault.NoPage failed) {
            return Optional.empty();
        }
    }

    private boolean isTruthful() {
        return !faulty && upstream.since(attemptBegun).size() == 1;
    }

    private List<ViewPages> readAll(ModelSeen seen, List<Long> totals, boolean backwards) {
        List<View> views = View.of(switches.kind());
        List<ViewPages> read = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            read.add(read(seen, views.get(i), totals.isEmpty() ? 0 : totals.get(i), backwards));
        }
        return read;
    }

    private ViewPages read(ModelSeen seen, View view, long expected, boolean backwards) {
        comeAgain = false;
        distinct.clear();
        List<ScannedPage> pages = pages(seen, view, 1, PagePlan.pages(expected, switches.pageSize()), backwards);
        int all = PagePlan.pages(pages.getFirst(), switches.pageSize());
        if (all > pages.size() && !comeAgain) {
            pages.addAll(pages(seen, view, pages.size() + 1, all, false));
        }
        return new ViewPages(view, pages);
    }

    /** With several under way at once they leave in order and may be answered in any. */
    private List<ScannedPage> pages(ModelSeen seen, View view, int from, int to, boolean backwards) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(from, to).boxed().toList());
        if (backwards) {
            Collections.reverse(numbers);
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(numbers, new Random(random.nextLong()));
        }
        TreeMap<Integer, ScannedPage> pages = new TreeMap<>();
        for (int number : numbers) {
            if (!comeAgain) {
                pages.put(number, page(seen, view, number));
            }
        }
        return new ArrayList<>(pages.values());
    }

    private ScannedPage page(ModelSeen seen, View view, int number) {
        edits.between();
        upstream.pass(random.nextInt(LATENCY));
        long asked = upstream.now();
        upstream.pass(random.nextInt(LATENCY));
        edits.between();
        ScannedPage page = seen.add(answer(view, number), asked);
        comeAgain |= !page.ids().isEmpty() && !distinct.add(page.ids());
        return page;
    }

    private Page answer(View view, int number) {
        if (random.nextInt(100) >= faultPercent) {
            return upstream.page(view, number, switches.pageSize());
        }
        PageFault fault = PageFault.values()[random.nextInt(PageFault.values().length)];
        coverage.count(fault);
        faulty = true;
        return fault.page(upstream, view, number, switches.pageSize());
    }
}
