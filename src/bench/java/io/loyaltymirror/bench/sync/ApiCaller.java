package io.loyaltymirror.bench.sync;

import io.loyaltymirror.bench.subject.Key;
import io.loyaltymirror.bench.subject.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A caller who changes things. */
final class ApiCaller implements AutoCloseable {

    /** Longer than any change may wait for its turn. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceProcess service;

    ApiCaller(ServiceProcess service) {
        this.service = service;
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send(request(path).PUT(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    /** A change under a key of its own, so that it can be asked for again. */
    HttpResponse<String> change(String path, String idempotencyKey, String body)
            throws IOException, InterruptedException {
        return send(request(path)
                .header("Idempotency-Key", "\"" + idempotencyKey + "\"")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.url(path)))
                .timeout(PATIENCE)
                .header("Authorization", Key.AUTHORIZATION)
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    static HttpResponse<String> expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException("%s is answered %d and not %d: %s"
                    .formatted(answer.uri(), answer.statusCode(), status, answer.body()));
        }
        return answer;
    }

    @Override
    public void close() {
        client.close();
    }
}
