package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Locale;

/** What happens to the connection. A true answer without a body (204) gets one first, and a 200. */
@EnumNaming(SnakeCaseStrategy.class)
public enum SocketDamage implements Harm {
    /** Closed in good order (FIN), without a byte of an answer. */
    CLOSE(0),
    /** Reset (RST), without a byte of an answer. */
    RESET(0),
    /** Open and silent for {@code lasts_ms}, then closed. */
    BLACK_HOLE(30_000),
    /** The true answer, its body in drops over {@code lasts_ms}. */
    SLOW_BODY(1_000),
    /** Status and headers of the true answer, then silence for {@code lasts_ms}, then closed. */
    STALL(30_000);

    private final int lastsMs;

    SocketDamage(int lastsMs) {
        this.lastsMs = lastsMs;
    }

    /** Milliseconds, unless the fault says otherwise. */
    int lastsMs() {
        return lastsMs;
    }

    @Override
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean showsTheTruth() {
        return this == SLOW_BODY || this == STALL;
    }
}
