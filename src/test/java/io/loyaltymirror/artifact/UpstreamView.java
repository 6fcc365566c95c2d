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

    double seconds() {
        return (nanos.getLast() - nanos.getFirst()) / 1e9;
    }

    /** The least time that so many requests can take, at so many a minute and 5 a second. */
    double leastSeconds(int perMinute) {
        int gaps = nanos.size() - 1;
        return gaps / perMinute * 60 + gaps % perMinute / 5.0;
    }
}
