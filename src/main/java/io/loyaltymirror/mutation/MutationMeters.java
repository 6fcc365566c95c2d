package io.loyaltymirror.mutation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What becomes of changes, in numbers. */
@ApplicationScoped
class MutationMeters {

    private record Open(long rows, double ageSeconds) {}

    private final MeterRegistry meters;
    private volatile Map<State, Open> open = Map.of();

    MutationMeters(MeterRegistry meters) {
        this.meters = meters;
        for (State state : State.values()) {
            if (state.isOpen()) {
                register(state);
            }
            for (Operation operation : Operation.values()) {
                counter(operation, state);
            }
        }
    }

    private void register(State state) {
        String word = word(state);
        Gauge.builder("mirror.mutations.open", this, self -> self.of(state).rows())
                .description("Changes in this state, those of all replicas")
                .tag("state", word)
                .register(meters);
        Gauge.builder("mirror.mutations.open.age", this, self -> self.of(state).ageSeconds())
                .description("Age of the oldest change in this state; unknown and conflict are worth an alert")
                .baseUnit("seconds")
                .tag("state", word)
                .register(meters);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Open of(State state) {
        return open.getOrDefault(state, new Open(0, 0));
    }

    void settled(Entry entry, State state) {
        counter(entry.operation(), state).increment();
    }

    /** From zero at the start on: a rate needs something to begin with. */
    private Counter counter(Operation operation, State state) {
        return Counter.builder("mirror.mutations")
                .description("Changes by what became of them, each time that something did")
                .tag("operation", operation.name().toLowerCase(Locale.ROOT))
                .tag("state", word(state))
                .register(meters);
    }

    void counted(RowSet<Row> rows) {
        Map<State, Open> counted = new EnumMap<>(State.class);
        rows.forEach(row -> counted.put(
                State.valueOf(row.getString("state")), new Open(row.getLong("rows"), row.getDouble("age"))));
        open = counted;
    }
}
