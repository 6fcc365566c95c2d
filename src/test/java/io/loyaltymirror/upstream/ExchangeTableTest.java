package io.loyaltymirror.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeTableTest {

    @Test
    void documentSaysWhatTheCodeDoes() throws IOException {
        assertThat(Files.readString(Path.of("src", "docs", "exchanges.md"))).contains(ExchangeTable.markdown());
    }

    @Test
    void everyAnswerHasAMeaningAndOnlySuccessIsOk() {
        for (int status = 0; status < 1000; status++) {
            for (BodyForm form : BodyForm.values()) {
                ExchangeTable.Row row = ExchangeTable.row(status, form);
                boolean isSuccess = status >= 200 && status < 300;
                assertThat(row.read() == Meaning.OK).isEqualTo(isSuccess && form == BodyForm.SUCCESS);
                assertThat(row.write() == Meaning.OK)
                        .isEqualTo(isSuccess && (form == BodyForm.SUCCESS || form == BodyForm.EMPTY));
            }
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), IoEvent.NOT_CONNECTED),
                Arguments.of(new UnknownHostException("no such host"), IoEvent.NOT_CONNECTED),
                Arguments.of(new SSLHandshakeException("not trusted"), IoEvent.NOT_CONNECTED),
                Arguments.of(new StalePermitException(), IoEvent.NO_PERMIT),
                Arguments.of(new NoBudgetException(new TimeoutException()), IoEvent.NO_BUDGET),
                Arguments.of(new TimeoutException(), IoEvent.TIMED_OUT),
                Arguments.of(new SocketException("Connection reset"), IoEvent.BROKEN),
                Arguments.of(new IllegalStateException("anything"), IoEvent.BROKEN));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void onlyWhatProvesThatNothingWasSentIsTakenForThat(Exception cause, IoEvent event) {
        assertThat(IoEvent.of(cause)).isEqualTo(event);
        assertThat(IoEvent.of(new RuntimeException(cause))).isEqualTo(event);
        assertThat(event.meaning() == Meaning.NOT_SENT)
                .isEqualTo(event.failure(cause) instanceof UpstreamFailure.NotSent);
    }
}
