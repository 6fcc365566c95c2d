package io.loyaltymirror.bench;

import java.time.Duration;

/**
 * What is measured by turns with others.
 *
 * @param name as it stands in the table
 * @param measure gives one figure for so long a time
 * @param precompiled whether it is as fast at first as later, so that once for nothing is enough
 */
public record Contestant(String name, Measure measure, boolean precompiled) {

    /** One measurement. */
    public interface Measure {

        /** @throws Exception where an answer was wrong or missing: such a figure counts for nothing */
        double over(Duration time) throws Exception;
    }

    /** One that may have to become warm. */
    public Contestant(String name, Measure measure) {
        this(name, measure, false);
    }

    /** The same, known to need no compiler. */
    public Contestant whichIsPrecompiled() {
        return new Contestant(name, measure, true);
    }
}
