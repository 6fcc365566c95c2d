package io.loyaltymirror.artifact;

import io.loyaltymirror.sandbox.LoggedRequest;
import java.util.List;

/** What upstream counted: when each request arrived, on its own monotonic clock. */
record UpstreamView(List<Long> nanos) {

    static UpstreamView of(List<LoggedRequest> requests) {
        return new UpstreamView(
                requests.stream().map(LoggedRequest::nanos).sorted().toList());
    }

    /** The most requests in any window of this length. */
    int mostWithin(long seconds) {
        long window = seconds * 1_000_000_000L;
        int most = 0;
        int first = 0;
        for (int last = 0; last < nanos.size(); last++) {
            while (nanos.get(last) - nanos.get(first) >= window) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }

    /** How many requests came when so many had come in the second before them. */
    int over(int limit) {
        int over = 0;
        for (int i = limit; i < nanos.size(); i++) {
            over += nanos.get(i) - nanos.get(i - limit) < 1_000_000_000L ? 1 : 0;
        }
        return over;
    }

    /** The requests of the densest second and of what is around it, in milliseconds from its first. */
    List<Long> crowd() {
        int first = 0;
        for (int i = 0; i + 5 < nanos.size(); i++) {
            if (nanos.get(i + 5) - nanos.get(i) < nanos.get(first + 5) - nanos.get(first)) {
                first = i;
            }
        }
        long begin = nanos.get(first);
        return nanos.subList(Math.max(first - 5, 0), Math.min(first + 11, nanos.size())).stream()
                .map(nano -> (nano - begin) / 1_000_000)
                .toList();
    }

    /** How many milliseconds of the bursts are lost: gaps above the spacing, without the waits for the minute. */
    long lostMillis() {
        long lost = 0;
        for (int i = 1; i < nanos.size(); i++) {
            long gap = (nanos.get(i) - nanos.get(i - 1)) / 1_000_000;
            lost += gap > 230 && gap < 5_000 ? gap - 204 : 0;
        }
        return lost;
    }

    double seconds() {
        return (nanos.getLast() - nanos.getFirst()) / 1e9;
    }

    /** The least time that so many requests can take, at so many a minute and 5 a second. */
    double leastSeconds(int perMinute) {
        int gaps = nanos.size() - 1;
        return gaps / perMinute * 60 + gaps % perMinute / 5.0;
    }
}
