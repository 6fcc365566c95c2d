package io.loyaltymirror.mutation;

import static org.awaitility.Awaitility.await;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SocketDamage;
import io.loyaltymirror.upstream.Upstream;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A test with a chain of its own, of which nothing is left behind. */
abstract class OwnTill {

    static final Duration SETTLED = Duration.ofMinutes(6);

    @Inject
    Reconciler reconciler;

    @Inject
    Upstream upstream;

    Mirror mirror;
    Till till;

    void open(long chain, int certificateTypes, int membershipTypes) {
        till = new Till(mirror, reconciler, chain);
        till.open(certificateTypes, membershipTypes);
    }

    @AfterEach
    void close() {
        till.close();
        await().until(upstream::admitsWrites);
    }

    /** Of the next request of this method for the chain. */
    void next(String method, Fault fault) {
        mirror.sandbox().faults().next(fault.on(method, "/" + till.id() + "/"));
    }

    /** A create of the title Gift under the key k1, that meets with this. */
    Response createWith(Fault fault) {
        next("POST", fault);
        return till.create("k1", "Gift");
    }

    /** It is done, and no answer comes. */
    static Fault lost() {
        return Fault.of(SocketDamage.CLOSE).afterEffect();
    }

    /** It is not done, and no answer comes. */
    static Fault vain() {
        return Fault.of(SocketDamage.CLOSE).beforeEffect();
    }
}
