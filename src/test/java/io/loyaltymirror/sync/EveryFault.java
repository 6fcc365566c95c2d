package io.loyaltymirror.sync;

import io.loyaltymirror.sandbox.BodyDamage;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.PageDamage;
import io.loyaltymirror.sandbox.RetryHint;
import io.loyaltymirror.sandbox.SocketDamage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every way in which an answer or a socket can go wrong. */
final class EveryFault {

    private EveryFault() {}

    /** @param silence how long what is silent lasts: longer than the service's patience */
    static List<Fault> once(Duration silence) {
        List<Fault> faults = new ArrayList<>();
        Stream.of(PageDamage.values()).map(Fault::of).forEach(faults::add);
        Stream.of(BodyDamage.values()).map(Fault::of).forEach(faults::add);
        Stream.of(SocketDamage.values())
                .map(Fault::of)
                .map(fault -> fault.socket() == SocketDamage.CLOSE || fault.socket() == SocketDamage.RESET
                        ? fault
                        : fault.lasting(silence))
                .forEach(faults::add);
        Stream.of(400, 403, 404, 408, 409, 422, 500, 502, 503)
                .map(status -> Fault.of(CannedAnswer.of(status)))
                .forEach(faults::add);
        Stream.of(200, 401, 403, 404, 502)
                .map(status -> Fault.of(CannedAnswer.html(status)))
                .forEach(faults::add);
        faults.add(Fault.of(CannedAnswer.of(401)));
        faults.add(Fault.of(CannedAnswer.redirect(302, "/elsewhere")));
        faults.add(Fault.of(CannedAnswer.unsuccessful("not today")));
        for (RetryHint hint : RetryHint.values()) {
            faults.add(Fault.of(CannedAnswer.rateLimited(429, hint, 1)));
            faults.add(Fault.of(CannedAnswer.rateLimited(200, hint, 1)));
        }
        return faults;
    }

    /** As the log of requests calls it. */
    static String title(Fault fault) {
        if (fault.answer() != null) {
            return "answer " + fault.answer().status();
        }
        Enum<?> harm = fault.page() != null ? fault.page() : fault.body() != null ? fault.body() : fault.socket();
        return harm.name().toLowerCase(Locale.ROOT);
    }
}
