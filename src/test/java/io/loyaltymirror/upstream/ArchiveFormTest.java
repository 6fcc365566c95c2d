package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents and the vendor's own client disagree on how a membership type is archived; upstream takes one of them. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class ArchiveFormTest {

    private static final ChainId CHAIN = new ChainId(Mirror.SMALL);

    @Inject
    RateBudget budget;

    @Inject
    Vertx vertx;

    Mirror mirror;

    @AfterEach
    void asItWas() {
        mirror.sandbox().reset();
    }

    private Object archive(String path, String value, boolean archived) throws Exception {
        Upstream upstream = OwnUpstream.of(
                budget,
                Map.of(
                        "url",
                        mirror.sandbox().baseUri().toString(),
                        "user-token",
                        "sandbox-user",
                        "archive.path",
                        path,
                        "archive.value",
                        value));
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        vertx.getOrCreateContext()
                .runOnContext(_ -> upstream.writer(CHAIN, OwnUpstream.inTime())
                        .archive(type(), archived)
                        .subscribe()
                        .with(_ -> outcome.complete("done"), outcome::complete));
        return outcome.get(10, TimeUnit.SECONDS);
    }

    private long type() {
        return mirror.sandbox()
                .chains()
                .get(Mirror.SMALL)
                .membershipTypes()
                .ids()
                .getFirst();
    }

    private boolean isArchived() {
        return mirror.sandbox()
                .chains()
                .get(Mirror.SMALL)
                .membershipTypes()
                .find(type())
                .orElseThrow()
                .path("is_archived")
                .asBoolean();
    }

    private void upstreamTakes(String form) {
        mirror.sandbox()
                .settings(mirror.sandbox()
                        .settings()
                        .with(JsonNodeFactory.instance.objectNode().put("archive_form", form)));
    }

    @ParameterizedTest
    @CsvSource({"documented, archive-suffix, boolean", "client, plain, string"})
    void eachFormArchivesAndBringsBack(String form, String path, String value) throws Exception {
        upstreamTakes(form);
        assertThat(archive(path, value, true)).isEqualTo("done");
        assertThat(isArchived()).isTrue();
        assertThat(archive(path, value, false)).isEqualTo("done");
        assertThat(isArchived()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"documented, plain, string", "documented, archive-suffix, string", "client, plain, boolean"})
    void otherFormIsRefused(String form, String path, String value) throws Exception {
        boolean before = isArchived();
        upstreamTakes(form);
        assertThat(archive(path, value, !before)).isInstanceOf(Rejected.class);
        assertThat(isArchived()).isEqualTo(before);
    }
}
