package io.loyaltymirror.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableBean;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Upstream's tokens and the hashes of callers' keys stay inside, whatever shows itself. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class SecretsTest {

    Mirror mirror;

    @BeforeEach
    void mirrorIsFilled() {
        mirror.awaitFirstSync();
    }

    @AfterEach
    void sandboxAsItWas() {
        mirror.sandbox().reset();
    }

    private static void assertHoldsNoSecret(String what, String text) {
        assertThat(text).as(what).isNotBlank().doesNotContain(secrets());
    }

    private static List<String> secrets() {
        Config config = ConfigProvider.getConfig();
        List<String> secrets = new ArrayList<>(List.of("sandbox-partner", "sandbox-user"));
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.matches("mirror\\.keys\\..*\\.hash"))
                .map(name -> config.getValue(name, String.class))
                .forEach(secrets::add);
        assertThat(secrets).hasSizeGreaterThan(5);
        return secrets;
    }

    @Test
    void noBeanOfOursShowsThemInItsText() {
        List<String> seen = new ArrayList<>();
        for (Bean<?> bean : Arc.container().beanManager().getBeans(Object.class)) {
            for (Type type : bean.getTypes()) {
                if (type.getTypeName().startsWith("io.loyaltymirror.")) {
                    seen.add(type.getTypeName().replaceFirst(".*\\.", ""));
                    assertHoldsNoSecret(type.getTypeName(), text((InjectableBean<?>) bean));
                }
            }
        }
        assertThat(seen).contains("UpstreamConfig", "KeysConfig", "Wire", "ApiKeys");
    }

    private static String text(InjectableBean<?> bean) {
        return String.valueOf(Arc.container().instance(bean).get());
    }

    @Test
    void openApiDocumentHasNone() {
        assertHoldsNoSecret(
                "OpenAPI",
                mirror.request()
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void metricsHaveNone() {
        String metrics = given().port(9001)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(metrics).contains("http_server_requests", "http_client_requests");
        assertHoldsNoSecret("metrics", metrics);
    }

    @Test
    void refusedCredentialIsReportedWithoutIt() {
        mirror.sandbox()
                .settings(mirror.sandbox()
                        .settings()
                        .with(JsonNodeFactory.instance.objectNode().put("user_token", "other")));
        String reason = mirror.sync(Mirror.SMALL, "certificate_type").getString("reason");
        assertHoldsNoSecret("the run's reason", reason);
    }

    @Test
    void refusalThatRepeatsTheTokensIsReportedWithoutThem() {
        mirror.sandbox()
                .faults()
                .next(Fault.of(CannedAnswer.of(403)
                        .with(JsonNodeFactory.instance
                                .objectNode()
                                .put("message", "Bearer sandbox-partner, User sandbox-user has no rights"))));
        String reason = mirror.sync(Mirror.SMALL, "certificate_type").getString("reason");
        assertThat(reason).isEqualTo("Bearer ***, User *** has no rights");
    }
}
