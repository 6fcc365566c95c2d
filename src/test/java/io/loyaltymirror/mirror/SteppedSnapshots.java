package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Configured;
import io.loyaltymirror.mirror.Reading.Found;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/** Snapshots of one chain whose loads and looks end when the test says so. */
abstract class SteppedSnapshots {

    static final ChainId CHAIN = new ChainId(1);

    private final DatabaseClock clock = new DatabaseClock();
    final Deque<UniEmitter<? super Optional<ChainSnapshot>>> loads = new ConcurrentLinkedDeque<>();
    final Deque<UniEmitter<? super Map<Long, ChainStanding>>> looks = new ConcurrentLinkedDeque<>();
    Snapshots snapshots;
    final AtomicLong nanoTime = new AtomicLong();
    boolean isHearing = true;

    /** A database that answers when the test says so. */
    private final class Rows extends SnapshotRows {

        Rows() {
            super(null, clock);
        }

        @Override
        Uni<Optional<ChainSnapshot>> load(ChainId chain, long most) {
            return Uni.createFrom().emitter(load -> loads.add(load));
        }

        @Override
        Uni<Map<Long, ChainStanding>> standings(Collection<Long> chains) {
            return Uni.createFrom().emitter(look -> looks.add(look));
        }
    }

    @BeforeEach
    void begin() {
        begin(Map.of());
    }

    void begin(Map<String, String> values) {
        clock.told(Instant.now(), System.nanoTime());
        SnapshotsConfig config = Configured.as(SnapshotsConfig.class, values);
        Rows rows = new Rows();
        SnapshotCache cache = new SnapshotCache(new SnapshotsBound(config), rows, nanoTime::get);
        snapshots = new Snapshots(config, rows, cache, new SnapshotMeters(cache, new SimpleMeterRegistry()), clock);
        snapshots.hearBy(() -> isHearing);
    }

    static ChainStanding standing(long generation) {
        Map<Kind, Instant> asOf = new EnumMap<>(Kind.class);
        asOf.put(Kind.CERTIFICATE_TYPE, Instant.now());
        return new ChainStanding(1, generation, asOf);
    }

    static Optional<ChainSnapshot> snapshot(long generation) {
        return Optional.of(
                new ChainSnapshot(standing(generation), Map.of(Kind.CERTIFICATE_TYPE, KindSnapshot.of(List.of()))));
    }

    UniAssertSubscriber<Reading<String>> read() {
        return snapshots
                .read(
                        CHAIN,
                        Kind.CERTIFICATE_TYPE,
                        0,
                        _ -> "heap",
                        () -> Uni.createFrom().<Reading<String>>failure(new IOException("nobody asks the database")))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    static Found<String> found(UniAssertSubscriber<Reading<String>> read) {
        return (Found<String>) read.awaitItem().getItem();
    }

    static String generation(UniAssertSubscriber<Reading<String>> read) {
        return found(read).generation();
    }

    void held(long generation) {
        var read = read();
        loads.remove().complete(snapshot(generation));
        assertThat(generation(read)).isEqualTo("1." + generation);
    }
}
