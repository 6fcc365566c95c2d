package io.loyaltymirror.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasKey;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.loyaltymirror.harness.RegisteredChain;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the registry does not take. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class RegistryRefusalsTest {

    private static final long ID = 66;

    Mirror mirror;

    private RegisteredChain chain;

    @BeforeEach
    void chain() {
        chain = RegisteredChain.add(mirror, ID, 1, 1);
    }

    @AfterEach
    void noChain() {
        chain.forget();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reason       | {}",
                "reason       | {'title': 'x'}",
                "reason       | {'reason': ' '}",
                "title        | {'title': 7, 'reason': 'x'}",
                "title        | {'title': 'a\\u0000b', 'reason': 'x'}",
                "enabled      | {'enabled': null, 'reason': 'x'}",
                "enabled      | {'enabled': 'false', 'reason': 'x'}",
                "sync_every_s | {'sync_every_s': 0, 'reason': 'x'}",
                "sync_every_s | {'sync_every_s': 604801, 'reason': 'x'}",
                "sync_every_s | {'sync_every_s': 1.5, 'reason': 'x'}",
                "sync_every_s | {'sync_every_s': '60', 'reason': 'x'}",
                "interval     | {'interval': 60, 'reason': 'x'}",
            })
    void badInputNamesTheFieldAndChangesNothing(String field, String body) {
        String row = "SELECT row_to_json(chain)::text FROM chain WHERE id = " + ID;
        String before = mirror.database().text(row);
        chain.put(body.replace('\'', '"')).then().statusCode(400).body("errors", hasKey(field));
        assertThat(mirror.database().text(row)).isEqualTo(before);
    }

    @Test
    void whatIsNoJsonOrTooLongOrNoChainIsRefused() {
        assertThat(chain.put("{").statusCode()).isEqualTo(400);
        assertThat(chain.put("{\"reason\": \"" + "x".repeat(20_000) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(chain.delete(" ").statusCode()).isEqualTo(400);
        assertThat(new RegisteredChain(mirror, -5).put(RegisteredChain.SELDOM).statusCode())
                .isEqualTo(404);
    }
}
