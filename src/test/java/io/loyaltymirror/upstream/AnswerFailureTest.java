package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.loyaltymirror.upstream.UpstreamFailure.Throttled;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFailureTest {

    private static final String REFUSAL = "{\"success\":false,\"data\":null,\"meta\":{\"message\":\"no rights\"}}";
    private static final String HTML = "<html><body><h1>403 Forbidden</h1></body></html>";

    @ParameterizedTest
    @CsvSource({
        "400, INVALID",
        "401, CREDENTIAL",
        "402, FORBIDDEN",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "409, INVALID",
        "422, INVALID"
    })
    void refusalInUpstreamsEnvelopeIsNotTriedAgain(int status, Reason reason) {
        Rejected failure = failure(Rejected.class, Responses.answer(status, REFUSAL));
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessage("no rights");
        assertThat(failure.isTransient()).isFalse();
    }

    @Test
    void refusalIsReadFromBytesAsFromAStream() {
        byte[] bytes = REFUSAL.getBytes(StandardCharsets.UTF_8);
        var response = RestResponse.ResponseBuilder.create(RestResponse.Status.NOT_FOUND, bytes)
                .build();
        assertThat(failure(Rejected.class, response).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void successThatSaysItIsNoneIsTriedAgainAndNeverAnEmptyList() {
        String body = "{\"success\":false,\"data\":[],\"meta\":{\"message\":\"limit\",\"total_count\":0}}";
        Ambiguous failure = failure(Ambiguous.class, Responses.ok(body));
        assertThat(failure).hasMessageContaining("limit");
        assertThat(failure.isTransient()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "1",
                "{}",
                "{\"data\":[],\"meta\":{\"total_count\":0}}",
                "{\"success\":null,\"data\":[]}"
            })
    void successWithoutTheEnvelopeIsTriedAgain(String body) {
        failure(Ambiguous.class, Responses.ok(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", HTML, "{\"success\":true,\"data\":[{\"id\":1}", "{\"success\":true,\"data\":[]}}"})
    void successThatIsNoWholeJsonIsTriedAgain(String body) {
        failure(Ambiguous.class, Responses.ok(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "1e-2147483648"})
    void envelopeWithANumberThatJavaCannotHoldIsAFailureLikeAnyOther(String number) {
        String body = "{\"success\":true,\"data\":[{\"id\":1}],\"meta\":{\"count\":1,\"x\":%s}}".formatted(number);
        failure(Ambiguous.class, Responses.ok(body));
    }

    @Test
    void answerWithoutABodyIsTriedAgain() {
        failure(Ambiguous.class, Responses.withoutBody(200));
        failure(Ambiguous.class, Responses.withoutBody(204));
        failure(Ambiguous.class, Responses.withoutBody(404));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void troubleOfUpstreamsIsTriedAgainInWhateverForm(int status) {
        failure(Ambiguous.class, Responses.answer(status, HTML));
        failure(Ambiguous.class, Responses.answer(status, REFUSAL));
        failure(Ambiguous.class, Responses.answer(status, "{\"success\":true,\"data\":[],\"meta\":{\"count\":0}}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void redirectIsNoAnswer(int status) {
        failure(Ambiguous.class, Responses.answer(status, "{\"success\":true,\"data\":[],\"meta\":{\"count\":0}}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 422})
    void refusalOfSomebodyBetweenUsAndUpstreamSaysNothingAboutTheType(int status) {
        failure(Ambiguous.class, Responses.answer(status, HTML));
        failure(Ambiguous.class, Responses.answer(status, "{\"message\":\"no route\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {HTML})
    void forbiddenWithoutAnEnvelopeIsAboutTheVolume(String body) {
        Throttled failure = failure(Throttled.class, Responses.answer(403, body));
        assertThat(failure.retryAfter()).hasSeconds(5);
        assertThat(failure.isTransient()).isTrue();
    }

    @Test
    void throttlingNamesItsTimeInTheHeader() {
        Throttled failure = failure(Throttled.class, Responses.answer(403, HTML, "42"));
        assertThat(failure.retryAfter()).hasSeconds(42);
    }

    @Test
    void throttlingNamesItsTimeInTheMessage() {
        String body = "{\"success\":false,\"meta\":{\"message\":\"повторите через 17 секунд\"}}";
        assertThat(failure(Throttled.class, Responses.answer(429, body)).retryAfter())
                .hasSeconds(17);
    }

    @ParameterizedTest
    @ValueSource(strings = {REFUSAL, HTML, "", "[]"})
    void tooManyRequestsIsThrottlingInWhateverForm(String body) {
        assertThat(failure(Throttled.class, Responses.answer(429, body)).retryAfter())
                .hasSeconds(5);
    }

    @Test
    void singleTypeFailsLikeAList() {
        assertThatThrownBy(
                        () -> Answer.type(Kind.MEMBERSHIP_TYPE, 1, Responses.received(Responses.answer(404, REFUSAL))))
                .isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> Answer.type(Kind.MEMBERSHIP_TYPE, 1, Responses.received(Responses.answer(404, HTML))))
                .isInstanceOf(Ambiguous.class);
    }

    private static <T extends UpstreamFailure> T failure(Class<T> type, RestResponse<byte[]> response) {
        T failure = catchThrowableOfType(type, () -> Answer.page(Kind.CERTIFICATE_TYPE, Responses.received(response)));
        assertThat(failure).as("failure").isNotNull();
        return failure;
    }
}
