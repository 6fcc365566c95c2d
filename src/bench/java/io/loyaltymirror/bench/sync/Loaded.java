package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a first load took.
 *
 * @param publishing seconds from when the last page was asked for to the end
 */
record Loaded(Effort effort, double publishing) {

    static Loaded of(Site site, long chain) throws Exception {
        Account[] account = new Account[1];
        Effort effort = Effort.of(site, () -> {
            account[0] = site.load(chain);
            return account[0].seconds();
        });
        String view = SeenRequest.view(chain, "certificate_types", "");
        Instant last = site.altegio().requests().stream()
                .filter(request -> request.view().equals(view))
                .map(SeenRequest::at)
                .max(Instant::compareTo)
                .orElseThrow();
        return new Loaded(effort, Duration.between(last, account[0].ended()).toNanos() / 1e9);
    }

    static Loaded median(List<Loaded> loads) {
        return new Loaded(
                Effort.median(loads.stream().map(Loaded::effort).toList()),
                Numbers.median(loads.stream().map(Loaded::publishing).toList()));
    }

    @Override
    public String toString() {
        return ("of %s s fetching took %s and publishing %s; in statements %s, CPU of PostgreSQL %s, of the service %s,"
                        + " of the stand-in %s")
                .formatted(Stream.of(
                                effort.wall(),
                                effort.wall() - publishing,
                                publishing,
                                effort.statements(),
                                effort.postgres(),
                                effort.service(),
                                effort.altegio())
                        .map(Numbers::figure)
                        .toArray());
    }
}
