package io.loyaltymirror.bench;

import io.loyaltymirror.bench.read.ById;
import io.loyaltymirror.bench.read.Clients;
import io.loyaltymirror.bench.read.Growth;
import io.loyaltymirror.bench.read.ListOfAHundred;
import io.loyaltymirror.bench.read.Memory;
import io.loyaltymirror.bench.read.StartAndRest;
import io.loyaltymirror.bench.read.TitleSearch;
import io.loyaltymirror.bench.read.WhilePublishing;
import io.loyaltymirror.bench.sync.ColdSync;
import io.loyaltymirror.bench.sync.FirstLoad;
import io.loyaltymirror.bench.sync.Mutations;
import io.loyaltymirror.bench.sync.QuietRequests;
import io.loyaltymirror.bench.sync.QuietResync;
import java.util.List;

/** All workloads, in the order in which {@code all} runs them. */
final class Workloads {

    static final List<Workload> ALL = List.of(
            new ColdSync(),
            new QuietResync(),
            new QuietRequests(),
            new FirstLoad(),
            new ById(),
            new ListOfAHundred(),
            new TitleSearch(),
            new WhilePublishing(),
            new Mutations(),
            new StartAndRest(),
            new Growth(),
            new Clients(),
            new Memory());

    private Workloads() {}

    static Workload named(String id) {
        return ALL.stream()
                .filter(each -> each.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no workload " + id + ", see: list"));
    }
}
