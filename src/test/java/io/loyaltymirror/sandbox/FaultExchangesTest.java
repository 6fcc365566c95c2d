package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.loyaltymirror.sandbox.RawCaller.End;
import io.loyaltymirror.sandbox.RawCaller.Heard;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault of an exchange, once as a read and once as a write that is done and one that is not. */
class FaultExchangesTest {
    private static final String LIST = "chain/720441/loyalty/certificate_types";
    private static final String ENVELOPE_429 = "{'status':429,'retry':'%s','seconds':7}";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    record Row(String fault, String status, End end, String heard) {}

    static Stream<Row> rows() {
        return Stream.concat(
                Stream.concat(refusals(), rateRefusals()), Stream.concat(otherAnswers(), damagedExchanges()));
    }

    static Stream<Row> refusals() {
        return Stream.of(400, 401, 402, 403, 404, 408, 409, 422, 500, 502, 503, 504)
                .flatMap(status -> Stream.of(
                        answer(
                                "{'status':%d}".formatted(status),
                                status,
                                "{\"success\":false,\"data\":null,\"meta\":{"),
                        answer("{'status':%d,'form':'html'}".formatted(status), status, "<h1>" + status + "</h1>")));
    }

    static Stream<Row> rateRefusals() {
        return Stream.of(
                answer(ENVELOPE_429.formatted("none"), 429, "\"message\":"),
                answer(ENVELOPE_429.formatted("seconds"), 429, "Retry-After: 7\r\n"),
                answer(ENVELOPE_429.formatted("date"), 429, " GMT\r\n"),
                answer(ENVELOPE_429.formatted("body"), 429, "через 7 секунд\""),
                answer("{'status':429,'form':'html'}", 429, "text/html"),
                answer("{'status':200,'retry':'body','seconds':0}", 200, "через 0 секунд\""));
    }

    static Stream<Row> otherAnswers() {
        return Stream.of(
                answer(
                        "{'status':200,'message':'no'}",
                        200,
                        "{\"success\":false,\"data\":null,\"meta\":{\"message\":\"no\""),
                answer("{'status':422,'errors':{'title':['is bad']}}", 422, "\"errors\":{\"title\":[\"is bad\"]}"),
                answer("{'status':200,'form':'success'}", 200, "{\"success\":true,\"data\":null,\"meta\":[]}"),
                answer("{'status':200,'form':'html'}", 200, "text/html"),
                answer("{'status':200,'form':'empty'}", 200, "content-length: 0"),
                answer("{'status':204}", 204, "\r\n\r\n"),
                answer("{'status':301,'form':'empty','headers':{'Location':'/a'}}", 301, "Location: /a"),
                answer("{'status':302,'form':'html','headers':{'Location':'/b'}}", 302, "Location: /b"),
                answer(
                        "{'status':200,'form':'text','text':'[1','content_type':'application/json'}",
                        200,
                        "\r\n\r\n[1"));
    }

    static Stream<Row> damagedExchanges() {
        return Stream.of(
                new Row("{'body':'cut_json'}", "200", End.CLOSED, "{\"success\":true"),
                new Row("{'body':'cut_body'}", "200", End.CLOSED, "{\"success\":true"),
                new Row("{'body':'invalid_utf8'}", "200", End.CLOSED, "{\"success\":true"),
                new Row("{'body':'unreadable'}", "200", End.CLOSED, ""),
                new Row("{'body':'wrong_content_type'}", "200", End.CLOSED, "text/html"),
                new Row("{'page':'data_null'}", "200", End.CLOSED, "\"data\":null"),
                new Row("{'page':'meta_missing'}", "200", End.CLOSED, "{\"success\":true"),
                new Row("{'socket':'close'}", "", End.CLOSED, ""),
                new Row("{'socket':'reset'}", "", End.RESET, ""),
                new Row("{'socket':'black_hole','lasts_ms':30}", "", End.CLOSED, ""),
                new Row("{'socket':'slow_body','lasts_ms':30}", "200", End.CLOSED, "{\"success\":true"),
                new Row("{'socket':'stall','lasts_ms':30}", "200", End.CLOSED, "content-length: "),
                new Row("{'delay_ms':20}", "200", End.CLOSED, "{\"success\":true"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readMeetsItsFault(Row row) {
        faults(row.fault());
        told(row, raw().get(LIST));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writeMeetsItsFaultBeforeAndAfterItsEffect(Row row) {
        faults("[%s,%s]".formatted(with(row, "'effect':'before'"), with(row, "'effect':'after'")));
        var rows = SANDBOX.altegio().chains().get(720_441).certificateTypes();
        told(row, raw().call("POST", LIST, CertificateTypeWritesTest.DOCUMENTED));
        assertThat(rows.size()).isZero();
        told(row, raw().call("POST", LIST, CertificateTypeWritesTest.DOCUMENTED));
        assertThat(rows.size()).isOne();
    }

    private static void told(Row row, Heard heard) {
        assertThat(heard.end()).isEqualTo(row.end());
        var text = new String(heard.bytes(), StandardCharsets.UTF_8);
        assertThat(text).containsIgnoringCase(row.heard());
        if (row.status().isEmpty()) {
            assertThat(text).isEmpty();
        } else {
            assertThat(text).startsWith("HTTP/1.1 " + row.status() + " ");
        }
        var logged = SANDBOX.altegio().requests().all().getLast();
        assertThat(logged.fault()).isNotBlank();
        assertThat(logged.status()).isEqualTo(row.status().isEmpty() ? null : Integer.valueOf(row.status()));
    }

    private static Row answer(String answer, int status, String heard) {
        return new Row("{'answer':" + answer + "}", Integer.toString(status), End.CLOSED, heard);
    }

    private static String with(Row row, String member) {
        return row.fault().replaceFirst("}$", "," + member + "}");
    }

    private static RawCaller raw() {
        return new RawCaller(SANDBOX.altegio());
    }

    private static void faults(String faults) {
        var reply = SANDBOX.caller().call("POST", "/sandbox/faults", faults.replace('\'', '"'));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }
}
