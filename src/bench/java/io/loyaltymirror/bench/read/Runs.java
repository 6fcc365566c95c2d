package io.loyaltymirror.bench.read;

import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.time.Duration;

/** Runs of the service that are asked for. */
final class Runs {

    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private Runs() {}

    /**
     * Has the certificate types of a chain read, to the end.
     *
     * @throws IllegalStateException if that was not complete, or takes longer than this
     */
    static void read(ServiceProcess service, long chain, Duration patience) throws InterruptedException {
        String url = service.url("/mirror/v1/chains/" + chain + "/sync?kind=certificate_type");
        Answer accepted = Caller.send("POST", url, "").orElseThrow();
        if (accepted.status() != 202) {
            throw new IllegalStateException("no run: " + accepted.status() + " " + accepted.text());
        }
        String run = accepted.header("Location").orElseThrow();
        String path = run.substring(run.indexOf("/mirror/"));
        long end = System.nanoTime() + patience.toNanos();
        Answer answer = Caller.expect(200, service.url(path));
        while (answer.text().contains("\"outcome\":null")) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a run does not end within " + patience + ": " + answer.text());
            }
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
            answer = Caller.expect(200, service.url(path));
        }
        if (!answer.text().contains("\"COMPLETE\"")) {
            throw new IllegalStateException("a run that publishes nothing: " + answer.text());
        }
    }
}
