package io.loyaltymirror.upstream;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Exchanges with upstream on one purpose: each waits for its permit, has a limit in time, and is counted once it left. */
final class Exchange {

    /** A permit is lost to a process that was stopped, and to a connection that took too long to open. */
    private static final int MAX_STALE_PERMITS = 20;

    private final Exchanges shared;
    private final Traffic traffic;
    private final Duration freshFor;
    private final Duration timeout;
    private final long ticket;
    private final AtomicInteger requests = new AtomicInteger();

    Exchange(Exchanges shared, Traffic traffic, Duration freshFor, Duration timeout) {
        this.shared = shared;
        this.traffic = traffic;
        this.freshFor = freshFor;
        this.timeout = timeout;
        this.ticket = shared.credential().ticket(traffic);
    }

    /** What the credential knows these exchanges by. */
    long ticket() {
        return ticket;
    }

    /**
     * Sends the request with the header of our credential, and once more with a renewed one where upstream refuses it;
     * fails with an {@link UpstreamFailure} where there is no answer.
     */
    Uni<Received> send(Function<String, Uni<RestResponse<byte[]>>> request) {
        Credential credential = shared.credential();
        return onOwnContext(credential.header(this))
                .chain(header -> once(() -> request.apply(header))
                        .chain(answer -> answer.refusesCredential() ? again(header, answer, request) : item(answer)))
                .invoke(credential::judge);
    }

    private Uni<Received> again(String refused, Received refusal, Function<String, Uni<RestResponse<byte[]>>> request) {
        return onOwnContext(shared.credential().renewed(refused, this))
                .chain(renewed -> renewed == null ? item(refusal) : once(() -> request.apply(renewed)));
    }

    private static Uni<Received> item(Received answer) {
        return Uni.createFrom().item(answer);
    }

    /** Sends a request that needs no user, once. */
    Uni<Received> once(Supplier<Uni<RestResponse<byte[]>>> request) {
        return shared.budget()
                .permit(traffic, freshFor)
                .chain(at -> permitted(request, at))
                .onFailure(StalePermitException::isReason)
                .retry()
                .atMost(MAX_STALE_PERMITS)
                .onFailure()
                .transform(failure -> IoEvent.of(failure).failure(failure));
    }

    private Uni<Received> permitted(Supplier<Uni<RestResponse<byte[]>>> request, Instant at) {
        return bounded(request.get())
                .onItemOrFailure()
                .invoke(this::count)
                .map(response -> Received.of(response, shared.refusals(), at));
    }

    /** Tells everybody who waits for a permit what upstream said of the volume. */
    void heed(UpstreamFailure.Throttled throttled) {
        shared.budget().pause(throttled.retryAfter());
    }

    /** How many requests have left so far, repeated ones included. */
    int requests() {
        return requests.get();
    }

    private void count(RestResponse<byte[]> response, Throwable failure) {
        if (!StalePermitException.isReason(failure)) {
            requests.incrementAndGet();
        }
    }

    /** The client's own time-out ends with the head of the response; a body that stalls would hang for ever. */
    private Uni<RestResponse<byte[]>> bounded(Uni<RestResponse<byte[]>> answer) {
        return onOwnContext(answer.ifNoItem()
                .after(timeout)
                .failWith(() -> new TimeoutException("no complete answer within " + timeout)));
    }

    /** A timer, or another exchange's login, may answer on a thread that is not ours. */
    private static <T> Uni<T> onOwnContext(Uni<T> uni) {
        Context context = Vertx.currentContext();
        return context == null ? uni : uni.emitOn(command -> context.runOnContext(_ -> command.run()));
    }
}
