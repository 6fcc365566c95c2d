package io.loyaltymirror.upstream;

import io.loyaltymirror.OwnContext;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Exchanges with upstream on one purpose: each waits for its permit, has a limit in time, and is counted once it left. */
final class Exchange {

    /** A permit is lost to a process that was stopped, and to a connection that took too long to open. */
    private static final int MAX_STALE_PERMITS = 20;

    private final Exchanges shared;
    private final Ticket ticket;
    private final Duration freshFor;
    private final Duration timeout;
    private final Long leaveBy;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean over;

    /** @param leaveBy nanoseconds after which nothing leaves any more; null: whenever it is its turn */
    Exchange(Exchanges shared, Ticket ticket, Duration freshFor, Duration timeout, Long leaveBy) {
        this.shared = shared;
        this.ticket = ticket;
        this.freshFor = freshFor;
        this.timeout = timeout;
        this.leaveBy = leaveBy;
    }

    /** An answer and what was known of the credential when its request left. */
    private record Sent(String header, long refusals, Received answer) {}

    /** Completes when a request may wait for its permit; before the breaker, which learns nothing from our own refusals. */
    Uni<Void> ready() {
        return over
                ? Uni.createFrom().failure(Exchange::isOver)
                : shared.credential().ready(ticket, shared::interactive);
    }

    private static UpstreamFailure isOver() {
        return new UpstreamFailure.NotSent("nobody waits for this any more", null, false);
    }

    boolean mayLeaveAlways() {
        return leaveBy == null;
    }

    /** Whether a request may still leave after waiting for so long. */
    boolean hasTimeFor(Duration wait) {
        return leaveBy == null || leaveBy - System.nanoTime() > wait.toNanos();
    }

    /** Nothing is sent any more, not even what already waits. */
    void end() {
        over = true;
    }

    /**
     * Sends the request with the header of our credential, and once more with a renewed one where upstream refuses it;
     * fails with an {@link UpstreamFailure} where there is no answer.
     */
    Uni<Received> send(Function<String, Uni<RestResponse<byte[]>>> request) {
        return authorized(request)
                .chain(sent -> sent.answer().refusesCredential()
                        ? again(sent, request)
                        : Uni.createFrom().item(sent))
                .invoke(sent -> shared.credential().judge(sent.answer(), sent.refusals()))
                .map(Sent::answer);
    }

    private Uni<Sent> again(Sent refused, Function<String, Uni<RestResponse<byte[]>>> request) {
        // Another exchange's login may answer on a thread that is not ours.
        return OwnContext.of(shared.credential().renewed(refused.header(), ticket, shared::interactive))
                .chain(renewed -> renewed == null ? Uni.createFrom().item(refused) : authorized(request));
    }

    /** The header is that of the moment when the permit is there: a refusal meanwhile holds for what waited too. */
    private Uni<Sent> authorized(Function<String, Uni<RestResponse<byte[]>>> request) {
        AtomicReference<Sent> sent = new AtomicReference<>();
        return once(() -> {
                    String header = shared.credential().header(ticket);
                    sent.set(new Sent(header, shared.credential().acceptance().refusals(), null));
                    return request.apply(header);
                })
                .map(answer -> new Sent(sent.get().header(), sent.get().refusals(), answer));
    }

    /** Sends a request, once. */
    Uni<Received> once(Supplier<Uni<RestResponse<byte[]>>> request) {
        return permitted(request)
                .onFailure(StalePermitException::isReason)
                .retry()
                .atMost(MAX_STALE_PERMITS)
                .onFailure()
                .transform(IoEvent::asUpstreamFailure);
    }

    /** A permit whose request does not leave goes to the next who waits. */
    private Uni<Received> permitted(Supplier<Uni<RestResponse<byte[]>>> request) {
        return Uni.createFrom()
                .deferred(this::turn)
                .chain(permit -> bounded(unlessOver(request))
                        .onItemOrFailure()
                        .invoke(this::count)
                        .onTermination()
                        .invoke(() -> shared.budget().giveBack(permit))
                        .map(response -> Received.of(response, shared.refusals(), permit.at())));
    }

    /** Each time that it waits counts for itself, and so does one that waits in vain. */
    private Uni<Permit> turn() {
        long asked = System.nanoTime();
        return inTime(shared.budget().permit(ticket.traffic(), this, freshFor))
                .onItemOrFailure()
                .invoke((_, _) ->
                        shared.meters().waited(ticket.traffic(), Duration.ofNanos(System.nanoTime() - asked)));
    }

    private Uni<Permit> inTime(Uni<Permit> permit) {
        if (leaveBy == null) {
            return permit;
        }
        // A timer counts whole milliseconds.
        Duration left = Duration.ofMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(leaveBy - System.nanoTime())));
        return OwnContext.of(permit.ifNoItem().after(left).failWith(TooLateException::new));
    }

    private Uni<RestResponse<byte[]>> unlessOver(Supplier<Uni<RestResponse<byte[]>>> request) {
        return over
                ? Uni.createFrom().failure(Exchange::isOver)
                : Uni.createFrom().deferred(() -> {
                    LeaveBy.set(leaveBy);
                    return request.get();
                });
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
        if (!StalePermitException.isReason(failure)
                && !(failure instanceof UpstreamFailure)
                && IoEvent.of(failure) != IoEvent.TOO_LATE) {
            requests.incrementAndGet();
        }
    }

    /** The client's own time-out ends with the head of the response; a body that stalls would hang for ever. */
    private Uni<RestResponse<byte[]>> bounded(Uni<RestResponse<byte[]>> answer) {
        return OwnContext.of(answer.ifNoItem()
                .after(timeout)
                .failWith(() -> new TimeoutException("no complete answer within " + timeout)));
    }
}
