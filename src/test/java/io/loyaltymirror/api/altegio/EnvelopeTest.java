package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.mirror.Bodies;
import io.loyaltymirror.mirror.TypeBody;
import io.loyaltymirror.mirror.TypeList;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    /** A stream of HTTP/2 holds what it is given until its reader takes it, so it is not given a piece of a snapshot. */
    @ParameterizedTest
    @EnumSource(HttpVersion.class)
    void streamsOfHttp2HoldNothingOfASnapshot(HttpVersion version) {
        byte[] snapshot = new byte[100_000];
        Buffer list = Envelope.list(new TypeList(1, new Bodies.Slice(snapshot, 0, snapshot.length)));
        byte[] before = list.getBytes();
        Buffer sent = new Read(request(version), null, OptionalLong.empty())
                .whole(list)
                .body();
        assertThat(sent.getBytes()).isEqualTo(before);
        snapshot[50_000] = 1;
        assertThat(Arrays.equals(sent.getBytes(), before)).isEqualTo(version == HttpVersion.HTTP_2);
    }

    private static HttpServerRequest request(HttpVersion version) {
        Map<String, Object> said = Map.of("version", version, "method", HttpMethod.GET);
        return (HttpServerRequest) Proxy.newProxyInstance(
                EnvelopeTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (_, method, _) -> said.get(method.getName()));
    }
}
