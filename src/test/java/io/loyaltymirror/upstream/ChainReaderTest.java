package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.TypeRows;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ChainReaderTest {

    @Inject
    Upstream upstream;

    @Inject
    Vertx vertx;

    Mirror mirror;

    /** What a read comes to, a failure included. */
    private Object outcome(Uni<?> read) throws Exception {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(_ -> read.subscribe().with(outcome::complete, outcome::complete));
        return outcome.get(20, TimeUnit.SECONDS);
    }

    private ChainReader reader(long chain) {
        return upstream.chain(new ChainId(chain), true);
    }

    @Test
    void singleTypeOfEachKindIsRead() throws Exception {
        TypeRows certificates = mirror.sandbox().chains().get(Mirror.SMALL).certificateTypes();
        TypeRows memberships = mirror.sandbox().chains().get(Mirror.SMALL).membershipTypes();
        for (Kind kind : Kind.values()) {
            TypeRows rows = kind == Kind.CERTIFICATE_TYPE ? certificates : memberships;
            long id = rows.ids().getFirst();
            Object read = outcome(reader(Mirror.SMALL).type(kind, id));
            assertThat(read).isInstanceOf(SeenType.class);
            assertThat(((SeenType) read).type().id()).isEqualTo(id);
        }
    }

    @Test
    void typeThatIsNotThereIsDeniedAndAskedForOnce() throws Exception {
        ChainReader reader = reader(Mirror.SMALL);
        Object outcome = outcome(reader.type(Kind.CERTIFICATE_TYPE, 1));
        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(((Rejected) outcome).reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(reader.requests()).isEqualTo(1);
    }

    @Test
    void foreignChainIsForbidden() throws Exception {
        Object outcome = outcome(reader(404).page(View.CERTIFICATE_TYPES, 1));
        assertThat(((Rejected) outcome).reason()).isEqualTo(Reason.FORBIDDEN);
    }
}
