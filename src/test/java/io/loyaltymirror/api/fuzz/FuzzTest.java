package io.loyaltymirror.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.api.fuzz.OddRequests.Odd;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.MirrorTestResource;
import io.quarkus.logging.Log;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests made from the OpenAPI document with something wrong in each: none makes the service fail, tell what is inside it,
 * or change a row. {@code -Dfuzz.requests=N}, {@code -Dtest.seed=S}; callers race, so that a seed repeats the requests and
 * not their order.
 */
@Tag("process")
@QuarkusTest
@WithTestResource(MirrorTestResource.class)
class FuzzTest {

    private static final long SEED = Long.getLong("test.seed", 20261126);
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 20_000);
    private static final int CALLERS = 4;
    private static final int PATIENCE_MS = 20_000;

    private static final Path REQUEST =
            Path.of("src/test/resources/io/loyaltymirror/mutation/certificate_type_create_request.json");

    /** Of ours, of the libraries that serve, and what a stack trace looks like. */
    private static final Pattern INSIDE = Pattern.compile(
            "io\\.loyaltymirror|io\\.quarkus|io\\.vertx|org\\.hibernate|java\\.(lang|util)|com\\.fasterxml|\\bat [a-z]+\\.|SQLSTATE|sandbox-partner|sandbox-user");

    private static final String ROWS = """
            SELECT chain_id, id, 'c' || encode(content_hash, 'hex') || state AS row FROM certificate_type
             UNION ALL SELECT chain_id, id, 'm' || encode(content_hash, 'hex') || state FROM membership_type
             UNION ALL SELECT id, 0, epoch::text || enabled || (removed_at IS NULL) FROM chain
             UNION ALL SELECT chain_id, id, to_jsonb(hold)::text FROM hold""";

    /** But for the types that a right request, by chance, made or changed, as the ledger says. */
    private static final String CHANGED = """
            SELECT string_agg(changed::text, ' ') FROM (
                (TABLE rows_before EXCEPT %1$s) UNION ALL (%1$s EXCEPT TABLE rows_before)) AS changed
             WHERE NOT EXISTS (
                   SELECT FROM mutation
                    WHERE state = 'SUCCEEDED' AND mutation.chain_id = changed.chain_id AND type_id = changed.id)""".formatted("(" + ROWS + ")");

    /** Upstream's tokens, and what callers present. */
    private static final Pattern SECRET = Pattern.compile("sandbox-partner|sandbox-user|Bearer |y{100}");

    Mirror mirror;
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            String words = words(line);
            if (line.getLevel().intValue() >= Level.SEVERE.intValue()
                    || SECRET.matcher(words).find()) {
                wrong.add("logged: " + line.getLevel() + " " + words);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Message and stack trace, as the console has them. */
    private static String words(LogRecord line) {
        return new PatternFormatter("%s %e").format(line);
    }

    @BeforeEach
    void listen() {
        mirror.awaitFirstSync();
        Logger.getLogger("").addHandler(ear);
        Log.infof("A planted %s", "sandbox-user");
        assertThat(wrong).as("what is planted is heard").hasSize(1);
        wrong.clear();
    }

    @AfterEach
    void hearNoMore() {
        mirror.database().execute("DROP TABLE IF EXISTS rows_before");
        Logger.getLogger("").removeHandler(ear);
    }

    @Test
    void nothingOddIsEverMoreThanRefused() throws Exception {
        mirror.database().execute("CREATE TABLE rows_before AS " + ROWS);
        ObjectMapper mapper = new ObjectMapper();
        Operations operations = operations(mapper);
        ObjectNode body = (ObjectNode) mapper.readTree(Files.readString(REQUEST));
        SplittableRandom random = new SplittableRandom(SEED);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int caller = 0; caller < CALLERS; caller++) {
                SplittableRandom own = random.split();
                OddRequests requests = new OddRequests(operations.all(), new OddBodies(body, own), own);
                callers.submit(() -> call(requests));
            }
            callers.shutdown();
            assertThat(callers.awaitTermination(20, TimeUnit.MINUTES)).isTrue();
        }
        System.out.printf("Fuzz: %d requests, seed %d: %s%n", REQUESTS, SEED, new TreeMap<>(statuses));
        assertThat(wrong.stream().limit(20)).isEmpty();
        assertThat(statuses.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(REQUESTS / CALLERS * CALLERS);
        assertThat(statuses).as("some are right by chance").containsKeys(200, 400, 401, 404);
        assertThat(mirror.database().text(CHANGED)).as("rows").isNull();
    }

    private Operations operations(ObjectMapper mapper) throws JsonProcessingException {
        return Operations.of(mapper.readTree(mirror.request()
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString()));
    }

    private void call(OddRequests requests) {
        for (int i = 0; i < REQUESTS / CALLERS; i++) {
            Odd odd = requests.next();
            try {
                hold(odd, answer(odd));
            } catch (RuntimeException | Error failure) {
                wrong.add("the test failed: " + failure + " at " + odd.words());
            }
        }
    }

    private void hold(Odd odd, String answer) {
        int status = answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        statuses.merge(status, 1, Integer::sum);
        boolean isHeard = status > 0 || odd.isFlood();
        if (status >= 500 || !isHeard || INSIDE.matcher(answer).find()) {
            wrong.add(status + " to " + odd.words() + ": " + answer.substring(0, Math.min(600, answer.length())));
        }
    }

    private static String answer(Odd odd) {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(odd.bytes());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException hungUp) {
            return hungUp.toString();
        }
    }
}
