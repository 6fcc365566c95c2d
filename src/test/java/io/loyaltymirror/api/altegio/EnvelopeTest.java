package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.mirror.Bodies;
import io.loyaltymirror.mirror.TypeBody;
import io.loyaltymirror.mirror.TypeList;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A piece of a snapshot that is sent as it lies there is sent like one that is copied, and stays what it was. */
class EnvelopeTest {

    private static final int BEFORE = 1_234;
    private static final int BEHIND = 567;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 100_000})
    void piecesAreSentLikeCopies(int length) {
        byte[] snapshot = new byte[BEFORE + length + BEHIND];
        new SplittableRandom(length).nextBytes(snapshot);
        byte[] before = snapshot.clone();
        Bodies.Slice slice = new Bodies.Slice(snapshot, BEFORE, length);
        Bodies copied = new Bodies.Several(List.of(slice), length);

        Buffer list = Envelope.list(new TypeList(7, slice));
        assertThat(list.getBytes())
                .isEqualTo(Envelope.list(new TypeList(7, copied)).getBytes());
        Buffer single = Envelope.single(new TypeBody(slice, 1, 2));
        assertThat(single.getBytes())
                .isEqualTo(Envelope.single(new TypeBody(copied, 1, 2)).getBytes());
        assertThat(list.length()).isGreaterThan(length);
        assertThat(snapshot).isEqualTo(before);
    }

    /** Whoever holds a copy holds nothing of the snapshot. */
    @ParameterizedTest
    @ValueSource(ints = {10, 100_000})
    void copiesAreNotTheSnapshot(int length) {
        byte[] snapshot = new byte[length];
        Buffer list = Envelope.list(new TypeList(1, new Bodies.Slice(snapshot, 0, length)));
        Buffer copy = list.copy();
        snapshot[length / 2] = 1;
        assertThat(copy.getBytes()).isNotEqualTo(listOf(snapshot));
    }

    private static byte[] listOf(byte[] snapshot) {
        return Envelope.list(new TypeList(1, new Bodies.Slice(snapshot, 0, snapshot.length)))
                .getBytes();
    }
}
