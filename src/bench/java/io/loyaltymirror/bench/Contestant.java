package io.loyaltymirror.bench;

import java.time.Duration;

/**
 * What is measured by turns with others.
 *
 * @param name as it stands in the table
 * @param measure gives one figure for so long a time
 */
public record Contestant(String name, Measure measure) {

    /** One measurement. */
    public interface Measure {

        /** @throws Exception where an answer was wrong or missing: such a figure counts for nothing */
        double over(Duration time) throws Exception;
    }
}
