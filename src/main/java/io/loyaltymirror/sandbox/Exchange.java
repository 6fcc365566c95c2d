package io.loyaltymirror.sandbox;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Arrays;

/** One request's connection: what goes out on it, whole or otherwise. */
record Exchange(Vertx vertx, HttpServerRequest request) {
    private static final int DROP_MS = 20;

    void send(Payload payload) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        head(payload);
        if (payload.body() == null) {
            response.end();
        } else {
            response.end(Buffer.buffer(payload.body()));
        }
    }

    /** The payload under this fault's harm. */
    void send(Payload payload, Fault fault) {
        if (request.response().closed()) {
            return;
        }
        switch (fault.harm()) {
            case SocketDamage socket -> damaged(socket, payload, fault.lasts());
            case BodyDamage body when body == BodyDamage.CUT_BODY -> cut(payload);
            case BodyDamage body -> send(payload);
            case CannedAnswer answer -> send(payload);
            case PageDamage page -> send(payload);
            case Harm.Truth truth -> send(payload);
        }
    }

    private void damaged(SocketDamage socket, Payload payload, Duration lasts) {
        switch (socket) {
            case CLOSE -> request.connection().close();
            case RESET -> reset();
            case BLACK_HOLE -> closeAfter(lasts);
            case SLOW_BODY -> trickle(payload, lasts);
            case STALL -> stall(payload, lasts);
        }
    }

    private void head(Payload payload) {
        request.response().setStatusCode(payload.status());
        payload.headers().forEach(request.response()::putHeader);
    }

    /** The head of a body that does not follow by itself. */
    private void openHead(Payload payload) {
        head(payload);
        request.response().putHeader("Content-Length", Integer.toString(payload.body().length));
    }

    private void cut(Payload payload) {
        openHead(payload);
        var half = Arrays.copyOf(payload.body(), payload.body().length / 2);
        request.response()
                .write(Buffer.buffer(half))
                .onComplete(written -> request.connection().close());
    }

    // Nothing public sets SO_LINGER on one connection, and only 0 makes a close a reset.
    private void reset() {
        var channel = ((ConnectionBase) request.connection()).channel();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void closeAfter(Duration time) {
        vertx.setTimer(time.toMillis(), timer -> request.connection().close());
    }

    private void stall(Payload payload, Duration lasts) {
        openHead(payload);
        request.response().write(Buffer.buffer());
        closeAfter(lasts);
    }

    private void trickle(Payload payload, Duration lasts) {
        openHead(payload);
        var drops = Math.clamp(lasts.toMillis() / DROP_MS, 1, payload.body().length);
        drop(Buffer.buffer(payload.body()), 0, Math.ceilDiv(payload.body().length, drops));
    }

    private void drop(Buffer body, int from, int size) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        var to = Math.min(from + size, body.length());
        if (to == body.length()) {
            response.end(body.slice(from, to));
        } else {
            response.write(body.slice(from, to));
            vertx.setTimer(DROP_MS, timer -> drop(body, to, size));
        }
    }
}
