package io.loyaltymirror.sandbox;

/** What is wrong with an answer. */
sealed interface Harm permits CannedAnswer, BodyDamage, PageDamage, SocketDamage, Harm.Truth {

    /** As it stands in the request log, unless the fault has a name of its own. */
    String title();

    /** Whether the caller gets to see something of the true answer, so that a write is done unless said otherwise. */
    default boolean showsTheTruth() {
        return true;
    }

    /** Whether the harm can show on this request; the fault waits for one on which it can. */
    default boolean fits(Call call) {
        return true;
    }

    /** Nothing: for faults of time alone. */
    record Truth() implements Harm {
        @Override
        public String title() {
            return "delay";
        }
    }
}
