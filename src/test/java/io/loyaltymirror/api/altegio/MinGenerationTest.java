package io.loyaltymirror.api.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller never sees less than it saw: it says what that was, and waits or is told. */
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class MinGenerationTest {

    private static final String LIST = "/api/v1/chain/706029/loyalty/certificate_types";

    Mirror mirror;
    private long epoch;
    private long generation;

    @BeforeEach
    void generationNow() {
        mirror.awaitFirstSync();
        epoch = mirror.database().number("SELECT epoch FROM chain WHERE id = 706029");
        generation = mirror.database().number("SELECT generation FROM chain WHERE id = 706029");
    }

    @AfterEach
    void asItWas() {
        mirror.database().execute("UPDATE chain SET generation = " + generation + " WHERE id = 706029");
    }

    private Response read(String path, String least, String prefer) {
        return mirror.request()
                .header("Mirror-Min-Generation", least)
                .header("Prefer", prefer)
                .get(path);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -1", "-1, 99"})
    void whatIsThereIsServedAtOnce(int epochs, int generations) {
        String least = (epoch + epochs) + "." + Math.max(0, generation + generations);
        long begin = System.nanoTime();
        assertThat(read(LIST, least, "wait=20").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=0", "respond-async, wait=0", "wait=\"0\";x=1"})
    void whatIsNotThereInTimeIsToldSo(String prefer) {
        Response answer = read(LIST, epoch + "." + (generation + 1), prefer);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.jsonPath().getString("meta.message")).contains(epoch + "." + (generation + 1));
        assertThat(read(LIST, (epoch + 1) + ".0", prefer).statusCode()).isEqualTo(503);
    }

    @Test
    void whatComesInTimeIsWaitedFor() throws InterruptedException {
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> read(LIST + "/1", epoch + "." + (generation + 1), "wait=20"));
        Thread.sleep(300);
        assertThat(answer).isNotDone();
        mirror.database().execute("UPDATE chain SET generation = generation + 1 WHERE id = 706029");
        assertThat(answer.join().statusCode()).isEqualTo(404);
    }

    @Test
    void twoSecondsWhereNobodySaysHowLong() {
        long begin = System.nanoTime();
        assertThat(read(LIST, epoch + "." + (generation + 1), "").statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_900));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.", "x.1", "1.1.1", "-1.1", "1.99999999999999999999"})
    void whatIsNoGenerationIsRefused(String least) {
        Response answer = read(LIST, least, "wait=0");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getMap("meta.errors")).containsOnlyKeys("Mirror-Min-Generation");
    }
}
