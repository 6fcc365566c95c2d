package io.loyaltymirror.bench.load;

import io.loyaltymirror.bench.subject.Key;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Single calls, to look at what is measured; nothing is timed here. */
public final class Caller {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private Caller() {}

    /** Asks with the key and these headers, names and values by turns; empty where nobody answers. */
    public static Optional<Answer> get(String url, String... headers) throws InterruptedException {
        return send(request(url, headers).GET().build());
    }

    /** Asks with the key, a method and a body; empty where nobody answers. */
    public static Optional<Answer> send(String method, String url, String body) throws InterruptedException {
        return send(request(url, "Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    private static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
        request.header("Authorization", Key.AUTHORIZATION);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Optional<Answer> send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            return Optional.of(new Answer(response.statusCode(), response.headers(), response.body()));
        } catch (IOException nobodyThere) {
            return Optional.empty();
        }
    }

    /**
     * What is to be measured, seen once.
     *
     * @throws IllegalStateException if it is not answered so
     */
    public static Answer expect(int status, String url, String... headers) throws InterruptedException {
        Answer answer = get(url, headers).orElseThrow(() -> new IllegalStateException("nobody answers " + url));
        if (answer.status() != status) {
            throw new IllegalStateException(
                    "%s is answered %d and not %d: %s".formatted(url, answer.status(), status, answer.text()));
        }
        return answer;
    }
}
