package io.loyaltymirror.upstream;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.util.concurrent.ThreadLocalRandom;

/** The wait before the next attempt: doubling, or what upstream itself asked for; and a random part on top. */
final class BackOff implements CustomBackoffStrategy {

    private final long jitter;
    private long next;

    BackOff(UpstreamConfig.Retry config) {
        next = config.delay().toMillis();
        jitter = config.jitter().toMillis();
    }

    @Override
    public long nextDelayInMillis(Throwable failure) {
        long delay = failure instanceof UpstreamFailure.Throttled throttled
                ? throttled.retryAfter().toMillis()
                : next;
        next *= 2;
        return delay + ThreadLocalRandom.current().nextLong(jitter + 1);
    }
}
