package io.loyaltymirror.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.upstream.TypePayload;
import java.util.Optional;

/** What holds of each {@link LedgerLife}, whatever happened. */
final class LedgerRules {

    private LedgerRules() {}

    /** After each attempt. */
    static void hold(LedgerLife life) {
        if (life.operation == Operation.CREATE) {
            assertThat(living(life)).as("of one create, at any time").isLessThan(2);
        }
        switch (life.state) {
            case SUCCEEDED, ADOPTED -> isDone(life);
            case ABSENT -> isNotDone(life);
            case NOT_SENT, REJECTED, CONFLICT -> {}
            default -> throw new AssertionError("no outcome: " + life.state);
        }
        if (!life.sends.isDisturbed() && life.operation != Operation.CREATE && life.operation != Operation.UPDATE) {
            assertThat(life.state).as("nobody else was there").isNotEqualTo(State.CONFLICT);
        }
    }

    /** All that was late has come. */
    static void holdInTheEnd(LedgerLife life) {
        if (life.operation == Operation.CREATE) {
            assertThat(life.sends.own())
                    .as("made by one create, if nobody undid one")
                    .hasSizeLessThan(undone(life));
        } else if (!life.sends.isDisturbed()) {
            hold(life);
        }
    }

    private static int undone(LedgerLife life) {
        return life.sends.isDisturbed() ? Integer.MAX_VALUE : 2;
    }

    private static long living(LedgerLife life) {
        return life.sends.own().stream()
                .filter(life.upstream.rows()::containsKey)
                .count();
    }

    private static void isDone(LedgerLife life) {
        if (life.operation == Operation.CREATE) {
            assertThat(life.sends.own()).as("its own, and nobody else's").contains(life.typeId);
        } else if (!life.sends.isDisturbed()) {
            assertThat(isShown(life)).as("told that it is done").isTrue();
            assertThat(life.operation == Operation.UPDATE && life.sends.isVisible() && life.sends.effects() == 0)
                    .as("done, and was so before")
                    .isFalse();
        }
    }

    private static void isNotDone(LedgerLife life) {
        if (life.operation == Operation.CREATE) {
            assertThat(living(life)).as("told that there is none").isZero();
        } else if (!life.sends.isDisturbed() && life.sends.isVisible()) {
            assertThat(life.sends.effects()).as("told that it was not done").isZero();
        }
    }

    private static boolean isShown(LedgerLife life) {
        Optional<ObjectNode> row = Optional.ofNullable(life.upstream.rows().get(life.sends.target()));
        if (life.operation == Operation.DELETE) {
            return row.isEmpty();
        }
        TypePayload now = LedgerUpstream.payload(life.sends.target(), row.orElseThrow());
        return life.operation == Operation.ARCHIVE
                ? Effect.isArchived(now) == Boolean.parseBoolean(life.sends.request())
                : Request.of(life.sends.request()).isShownBy(now);
    }
}
