package io.loyaltymirror.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Where every request comes in and every answer goes out: log, rate limits, API, latency. */
final class FrontDoor {
    private static final Logger LOG = System.getLogger(FrontDoor.class.getName());

    private final Vertx vertx;
    private final SandboxState state;
    private final AltegioApi api;
    private final ControlDoor control;

    FrontDoor(Vertx vertx, SandboxState state) {
        this.vertx = vertx;
        this.state = state;
        api = new AltegioApi(state);
        control = new ControlDoor(state);
    }

    void enter(HttpServerRequest request) {
        if (request.path() != null && request.path().startsWith("/sandbox/")) {
            request.body().onSuccess(body -> send(request, controlled(request, body)));
            return;
        }
        var logged = state.requests().arrived(request, System.nanoTime());
        var seconds = state.limits().secondsToWait(logged.address(), logged.nanos(), state.settings());
        request.body().onSuccess(body -> {
            // Before the latency: what a request does is done even if its caller has gone by the time of the answer.
            var answer = seconds > 0 ? throttled(seconds) : answer(request, body);
            afterLatency(logged, () -> {
                state.requests().answered(logged, answer.status());
                send(request, answer);
            });
        });
    }

    private static Answer throttled(long seconds) {
        return Answer.refusal(429, "Превышен лимит запросов. Повторите попытку через %d секунд".formatted(seconds));
    }

    private Answer answer(HttpServerRequest request, Buffer body) {
        try {
            return api.answer(call(request, body));
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the sandbox failed at " + request.method() + " " + request.uri(), e);
            return Answer.refusal(500, "The sandbox failed.");
        }
    }

    private Answer controlled(HttpServerRequest request, Buffer body) {
        try {
            return control.answer(call(request, body));
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the sandbox failed at " + request.method() + " " + request.uri(), e);
            return Answer.plainError(500, "the sandbox failed: " + e);
        }
    }

    private static Call call(HttpServerRequest request, Buffer body) {
        return new Call(
                request.method().name(), request.path(), parameters(request), request.headers(), body.getBytes());
    }

    private static MultiMap parameters(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Answer.refusal(400, "The query cannot be read: " + e.getMessage()));
        }
    }

    private void afterLatency(LoggedRequest logged, Runnable then) {
        var spent = (System.nanoTime() - logged.nanos()) / 1_000_000;
        var wait = state.latency() - spent;
        if (wait > 0) {
            vertx.setTimer(wait, timer -> then.run());
        } else {
            then.run();
        }
    }

    private static void send(HttpServerRequest request, Answer answer) {
        var response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        if (answer.body() == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
            response.end(Buffer.buffer(Json.write(answer.body())));
        }
    }
}
