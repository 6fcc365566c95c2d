package io.loyaltymirror.sandbox;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Where every request comes in and every answer goes out: log, rate limits, faults, API, latency. */
final class FrontDoor {
    private static final Logger LOG = System.getLogger(FrontDoor.class.getName());

    private final Vertx vertx;
    private final SandboxState state;
    private final FaultedCalls calls;
    private final ControlDoor control;

    FrontDoor(Vertx vertx, SandboxState state) {
        this.vertx = vertx;
        this.state = state;
        calls = new FaultedCalls(vertx, state);
        control = new ControlDoor(state);
    }

    void enter(HttpServerRequest request) {
        var exchange = new Exchange(vertx, request);
        if (request.path() != null && request.path().startsWith("/sandbox/")) {
            request.body().onSuccess(body -> exchange.send(Payload.of(controlled(request, body))));
            return;
        }
        var logged = state.requests().arrived(request, System.nanoTime());
        var seconds = state.limits().secondsToWait(logged.address(), logged.nanos(), state.settings());
        request.body().onSuccess(body -> {
            if (seconds > 0) {
                send(exchange, logged, throttled(seconds));
            } else {
                meet(exchange, logged, body);
            }
        });
    }

    private static Answer throttled(long seconds) {
        return Answer.refusal(429, "Превышен лимит запросов. Повторите попытку через %d секунд".formatted(seconds));
    }

    // Before the latency: what a request does is done even if its caller has gone by the time of the answer.
    private void meet(Exchange exchange, LoggedRequest logged, Buffer body) {
        try {
            var call = call(exchange.request(), body);
            state.faults()
                    .take(call)
                    .ifPresentOrElse(
                            fault -> befall(exchange, logged, call, fault),
                            () -> send(exchange, logged, calls.answer(call)));
        } catch (Refusal refusal) {
            send(exchange, logged, refusal.answer());
        }
    }

    private void send(Exchange exchange, LoggedRequest logged, Answer answer) {
        afterLatency(logged, 0, () -> {
            state.requests().answered(logged, answer.status());
            exchange.send(Payload.of(answer));
        });
    }

    private void befall(Exchange exchange, LoggedRequest arrived, Call call, Fault fault) {
        var logged = state.requests().befallen(arrived, fault.title());
        var payload = payload(calls.answer(call, fault), fault.harm());
        afterLatency(logged, fault.delayMs(), () -> {
            if (!(fault.harm() instanceof SocketDamage socket) || socket.showsTheTruth()) {
                state.requests().answered(logged, payload.status());
            }
            exchange.send(payload, fault);
        });
    }

    private Payload payload(Answer truth, Harm harm) {
        return switch (harm) {
            case CannedAnswer canned -> canned.payload(state.clock());
            case PageDamage page -> Payload.of(page.damaged(truth));
            case BodyDamage body -> body.damaged(Payload.of(truth.withBody()));
            case SocketDamage socket -> Payload.of(truth.withBody());
            case Harm.Truth same -> Payload.of(truth);
        };
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
                request.method().name(),
                request.uri(),
                request.path(),
                parameters(request),
                request.headers(),
                body.getBytes());
    }

    private static MultiMap parameters(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Answer.refusal(400, "The query cannot be read: " + e.getMessage()));
        }
    }

    private void afterLatency(LoggedRequest logged, int more, Runnable then) {
        var spent = (System.nanoTime() - logged.nanos()) / 1_000_000;
        var wait = state.latency() + more - spent;
        if (wait > 0) {
            vertx.setTimer(wait, timer -> then.run());
        } else {
            then.run();
        }
    }
}
