package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {
    private static final String LIST = "chain/706029/loyalty/certificate_types";
    private static final String EMPTY = "chain/720441/loyalty/certificate_types";
    private static final String DRAW = """
            {"percent":30,"seed":42,"faults":[{"answer":{"status":503}},{"answer":{"status":401,"form":"html"}}]}""";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void faultsAreUsedInOrderAsOftenAsTheySay() {
        script().next(Fault.of(CannedAnswer.of(500)).repeated(2), Fault.of(CannedAnswer.html(403)));
        assertThat(statuses(4)).containsExactly(500, 500, 403, 200);
        assertThat(SANDBOX.altegio().requests().all())
                .extracting(LoggedRequest::fault)
                .containsExactly("answer 500", "answer 500", "answer 403", null);
    }

    @Test
    void faultWaitsForARequestThatItFits() {
        script().next(
                        Fault.of(CannedAnswer.of(500)).on("DELETE", null),
                        Fault.of(CannedAnswer.of(502)).on("GET", "types?page=2&"),
                        Fault.of(CannedAnswer.of(504))
                                .on(null, "/720441/.*page=[34]")
                                .named("last pages"));
        assertThat(status(LIST)).isEqualTo(200);
        assertThat(status(LIST + "?page=2&page_size=1")).isEqualTo(502);
        assertThat(status(LIST + "?page=4")).isEqualTo(200);
        assertThat(status(EMPTY + "?page=4")).isEqualTo(504);
        assertThat(SANDBOX.altegio().requests().all().getLast().fault()).isEqualTo("last pages");
        assertThat(script().waiting()).hasSize(1);
    }

    @Test
    void drawnFaultsAreTheSameForTheSameSeed() {
        assertThat(post(DRAW).status()).isEqualTo(201);
        var first = statuses(60);
        SANDBOX.altegio().reset();
        post(DRAW);
        assertThat(statuses(60)).isEqualTo(first).contains(200, 503, 401);
        assertThat(first.stream().filter(status -> status != 200).count()).isBetween(8L, 30L);
    }

    @Test
    void waitingFaultComesBeforeADrawnOne() {
        script().random(new FaultDraw(100, 1, List.of(Fault.of(CannedAnswer.of(503)))));
        script().next(Fault.of(CannedAnswer.of(409)));
        assertThat(statuses(2)).containsExactly(409, 503);
    }

    @Test
    void controlDoorShowsAndClearsAndIsNeverBefallen() {
        post("[{\"socket\":\"reset\",\"times\":3,\"path\":\"loyalty\"}," + DRAW + "]");
        var shown = SANDBOX.caller().get("/sandbox/faults");
        assertThat(shown.at("/waiting").toString())
                .isEqualTo(
                        "[{\"socket\":\"reset\",\"path\":\"loyalty\",\"times\":3,\"delay_ms\":0,\"commit_delay_ms\":0}]");
        assertThat(shown.at("/random/0/faults/1/answer/form").textValue()).isEqualTo("html");
        assertThat(SANDBOX.caller().call("DELETE", "/sandbox/faults", "").status())
                .isEqualTo(204);
        assertThat(SANDBOX.caller().get("/sandbox/faults").text()).isEqualTo("{\"waiting\":[],\"random\":[]}");
        post("{\"socket\":\"reset\",\"times\":3}");
        SANDBOX.caller().call("POST", "/sandbox/reset", "");
        assertThat(status(LIST)).isEqualTo(200);
    }

    @Test
    void whatIsShownCanBePosted() {
        var shown = post("{\"answer\":{\"status\":429,\"retry\":\"date\",\"seconds\":3},\"effect\":\"after\"}")
                .at("/waiting/0");
        assertThat(post(shown.toString()).at("/waiting/1")).isEqualTo(shown);
        assertThat(script().waiting().getLast()).isEqualTo(Fault.of((ObjectNode) shown));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nothing | the body is not JSON
                    7 | fault 1: is not a JSON object
                    {} | fault 1: a fault has one of answer, body, page and socket
                    {"socket":"reset","page":"data_null"} | only one of
                    {"socket":"explode"} | black_hole
                    {"sockets":"reset"} | sockets
                    {"answer":{"form":"html"}} | the status of an answer is 200 to 599
                    {"answer":{"status":204,"form":"html"}} | has no body
                    {"answer":{"status":200,"form":"text"}} | has a text
                    {"body":"cut_json","lasts_ms":5} | lasts_ms is 1 or more, and for a socket only
                    {"socket":"close","times":0} | times is 1 or more
                    {"socket":"close","path":"["} | path is no regular expression
                    {"commit_delay_ms":5,"effect":"before"} | no commit to delay
                    {"percent":0,"faults":[{"socket":"close"}]} | percent is over 0
                    {"percent":5} | a draw has faults
                    {"percent":5,"faults":[7]} | each fault of a draw
                    """)
    void badFaultIsRefusedAndNoneOfItsArrayIsTaken(String given, String message) {
        var body = given.equals("nothing") || given.equals("7") ? given : "[" + given + ",{\"socket\":\"close\"}]";
        var reply = post(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.at("/error").textValue()).contains(message);
        assertThat(script().waiting()).isEmpty();
    }

    @Test
    void refusalForTheRateUsesNoFaultUpAndAnOrderedOneIsNotCountedAsThrottled() {
        SANDBOX.altegio().settings(SandboxSettings.documented().withRates(0, 1));
        script().next(Fault.of(CannedAnswer.rateLimited(429, RetryHint.NONE, 0)).repeated(2));
        assertThat(statuses(2)).containsExactly(429, 429);
        assertThat(SANDBOX.altegio().requests().all())
                .extracting(LoggedRequest::throttled)
                .containsExactly(false, true);
        assertThat(script().waiting()).hasSize(1);
    }

    @Test
    void commitComesAfterItsAnswer() {
        script().next(Fault.ofCommitDelay(Duration.ofMillis(150)));
        var reply = SANDBOX.caller().call("POST", EMPTY, CertificateTypeWritesTest.DOCUMENTED);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(rows()).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> rows().size() == 1);
        assertThat(rows()).containsExactly(reply.at("/data/id").longValue());
    }

    @Test
    void commitThatWasPutOffDoesNotSurviveAReset() {
        script().next(
                        Fault.of(CannedAnswer.of(504)).committedAfter(Duration.ofMillis(100)),
                        Fault.ofDelay(Duration.ofMillis(200)));
        assertThat(SANDBOX.caller()
                        .call("POST", EMPTY, CertificateTypeWritesTest.DOCUMENTED)
                        .status())
                .isEqualTo(504);
        SANDBOX.altegio().reset();
        script().next(Fault.ofDelay(Duration.ofMillis(200)));
        assertThat(status(LIST)).isEqualTo(200);
        assertThat(rows()).isEmpty();
    }

    @Test
    void writesThatShowTheTruthAreDoneAndOthersAreNotUnlessToldSo() {
        script().next(
                        Fault.of(BodyDamage.CUT_JSON),
                        Fault.of(CannedAnswer.of(500)),
                        Fault.of(CannedAnswer.of(500)).afterEffect(),
                        Fault.of(PageDamage.DATA_NULL).beforeEffect());
        var sizes = Stream.generate(() -> {
                    SANDBOX.caller().call("POST", EMPTY, CertificateTypeWritesTest.DOCUMENTED);
                    return rows().size();
                })
                .limit(4);
        assertThat(sizes).containsExactly(1, 1, 2, 2);
    }

    private static FaultScript script() {
        return SANDBOX.altegio().faults();
    }

    private static Caller.Reply post(String faults) {
        return SANDBOX.caller().call("POST", "/sandbox/faults", faults);
    }

    private static List<Long> rows() {
        return SANDBOX.altegio().chains().get(720_441).certificateTypes().ids();
    }

    private static List<Integer> statuses(int count) {
        return IntStream.range(0, count).mapToObj(i -> status(LIST)).toList();
    }

    private static int status(String path) {
        return SANDBOX.caller().get(path).status();
    }
}
