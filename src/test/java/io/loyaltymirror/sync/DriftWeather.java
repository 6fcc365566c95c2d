package io.loyaltymirror.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.FaultDraw;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.SandboxAltegio;
import io.loyaltymirror.sandbox.SandboxSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** How the sandbox treats the chain of {@link DriftTest}, run by run. */
final class DriftWeather {

    private static final String LISTS = "/54/loyalty/\\w+\\?";
    private static final String SINGLES = "/54/loyalty/\\w+/\\d+";

    private final SandboxAltegio sandbox;
    private final long seed;
    private final SplittableRandom random;
    private final Coverage coverage;

    DriftWeather(SandboxAltegio sandbox, long seed, Coverage coverage) {
        this.sandbox = sandbox;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.coverage = coverage;
        sandbox.requests().clear();
    }

    /** What nobody documents, for ten runs; one fault after the other, some at random, and trouble with single answers. */
    void of(int run) {
        if (run % 10 == 0) {
            settle(undocumented());
        }
        List<Fault> faults = EveryFault.once(Duration.ofMillis(200)).stream()
                .map(fault -> fault.on("GET", LISTS))
                .toList();
        sandbox.faults().clear();
        sandbox.faults().next(faults.get(run % faults.size()).repeated(1 + random.nextInt(2)));
        if (run % 3 == 0) {
            sandbox.faults().random(new FaultDraw(5, seed + run, faults));
        }
        if (run % 5 == 0) {
            Fault trouble = Fault.of(CannedAnswer.of(random.nextBoolean() ? 404 : 500));
            sandbox.faults().next(trouble.on("GET", SINGLES).repeated(100));
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode undocumented() {
        ObjectNode settings = object().put("latency_ms", 2).put("jitter_ms", 5).put("seed", seed);
        settings.put("archived_listed", draw("archived rows are listed"));
        settings.put("deleted_answered", draw("deleted ones are answered"));
        ObjectNode undocumented = settings.putObject("undocumented");
        String order =
                List.of("random", "id", "id", "weight", "weight", "weight").get(random.nextInt(6));
        coverage.count("order " + order);
        undocumented.put("order", order);
        undocumented.put("read_lag_ms", draw("reads with a lag") ? 1 + random.nextInt(20) : 0);
        undocumented.put("total_as_count", draw("total as count"));
        if (draw("single answers have fewer fields")) {
            undocumented
                    .putArray("single_without")
                    .add("online_sale_description")
                    .add("weight");
        }
        return settings;
    }

    private boolean draw(String what) {
        boolean drawn = random.nextBoolean();
        coverage.count(what + ": " + drawn);
        return drawn;
    }

    private void settle(ObjectNode settings) {
        sandbox.settings(SandboxSettings.documented().withRates(0, 0).with(settings));
    }

    /** Nothing goes wrong any more, and what is likeliest is so. */
    void calm() {
        sandbox.faults().clear();
        settle(object());
    }

    /** The faults that befell a request. */
    void count() {
        sandbox.requests().all().stream()
                .map(LoggedRequest::fault)
                .filter(Objects::nonNull)
                .forEach(fault -> coverage.count("fault " + fault));
    }

    void allHappened() {
        List<String> words = new ArrayList<>(List.of("CREATED", "CHANGED", "ISSUED", "GONE", "BACK"));
        Stream.of(Outcome.COMPLETE, Outcome.PARTIAL, Outcome.HELD, Outcome.FAILED)
                .map(Outcome::toString)
                .forEach(words::add);
        words.addAll(List.of("prevented", "superseded", "duplicate", "quarantined", "written through", "released"));
        words.addAll(List.of("archived by request, 204", "order random", "order id", "order weight"));
        Stream.of("archived rows are listed", "deleted ones are answered", "reads with a lag", "total as count")
                .flatMap(what -> Stream.of(what + ": true", what + ": false"))
                .forEach(words::add);
        EveryFault.once(Duration.ofMillis(1)).forEach(fault -> words.add("fault " + EveryFault.title(fault)));
        assertThat(words).as("seed %d: %s", seed, coverage).allMatch(word -> coverage.of(word) > 0);
    }
}
