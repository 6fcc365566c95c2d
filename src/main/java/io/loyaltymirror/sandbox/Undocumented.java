package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What nobody documents about Altegio, so that a client has to survive each answer.
 *
 * @param order of a list
 * @param readLagMs milliseconds for which reads go on showing the chain as it was before a write
 * @param membershipList what the list of membership types holds without {@code is_archived}
 * @param singleWithout fields of list rows that answers with a single row do not have
 * @param spelling of the path that is accepted; the other is a 404
 * @param totalAsCount whether the total of a list is {@code meta.count} instead of {@code meta.total_count}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Undocumented(
        Order order,
        int readLagMs,
        MembershipList membershipList,
        List<String> singleWithout,
        Spelling spelling,
        boolean totalAsCount) {

    /** The order of a list. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Order {
        /** Then by id. */
        WEIGHT,
        ID,
        /** Another for each request, drawn from the seed of the settings. */
        RANDOM
    }

    /** What the list of membership types holds without {@code is_archived}. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum MembershipList {
        /** What is not archived. */
        CURRENT,
        ALL
    }

    /** Of the path up to the chain's id. */
    @EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
    public enum Spelling {
        BOTH,
        CHAIN,
        CHAINS;

        boolean accepts(String word) {
            return this == BOTH || word.equalsIgnoreCase(name());
        }
    }

    public Undocumented {
        Json.demand(order != null, "order is weight, id or random");
        Json.demand(readLagMs >= 0, "read_lag_ms is 0 or more");
        Json.demand(membershipList != null, "membership_list is current or all");
        Json.demand(singleWithout != null, "single_without is a list of fields");
        Json.demand(spelling != null, "spelling is both, chain or chains");
        singleWithout = List.copyOf(singleWithout);
    }

    /** What is likeliest: by weight, at once, current ones, all fields, both spellings, {@code total_count}. */
    static Undocumented likeliest() {
        return new Undocumented(Order.WEIGHT, 0, MembershipList.CURRENT, List.of(), Spelling.BOTH, false);
    }
}
