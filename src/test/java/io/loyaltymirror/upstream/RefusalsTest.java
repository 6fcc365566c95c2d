package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Configured;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody knows what upstream repeats when it refuses. */
class RefusalsTest {

    private static final UpstreamConfig CONFIG = Configured.as(
            UpstreamConfig.class,
            Map.of(
                    "mirror.upstream.partner-token", "partner-secret",
                    "mirror.upstream.login", "ann@example.org",
                    "mirror.upstream.password", "pass\"word"));

    private final Secrets secrets = new Secrets(CONFIG);
    private final Refusals refusals = new Refusals(secrets, CONFIG);

    private String words(String meta) {
        return refusals.words(Rows.json("{\"success\":false,\"meta\":" + meta + "}"));
    }

    @Test
    void messageShowsNoSecret() {
        assertThat(words("{\"message\":\"Bearer partner-secret, User x for ann@example.org is pass\\\"word\"}"))
                .isEqualTo("Bearer ***, User x for *** is ***");
    }

    @Test
    void errorsShowNoSecretInJsonsSpellingEither() {
        assertThat(words("{\"message\":\"no\",\"errors\":{\"password\":[\"pass\\\"word is wrong\"]}}"))
                .isEqualTo("no {\"password\":[\"*** is wrong\"]}");
    }

    @Test
    void tokensOfLoginsShowNeither() {
        secrets.issued("first-token");
        secrets.issued("second-token");
        assertThat(words("{\"message\":\"first-token second-token\"}")).isEqualTo("*** ***");
    }

    @Test
    void secretThatIsPartOfAnotherLeavesNothingOfIt() {
        secrets.issued("partner-secret-and-more");
        assertThat(words("{\"message\":\"partner-secret-and-more\"}")).isEqualTo("***");
    }
}
