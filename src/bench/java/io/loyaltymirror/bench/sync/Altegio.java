package io.loyaltymirror.bench.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loyaltymirror.bench.subject.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The stand-in for Altegio, told what to be and asked what it saw. Without limits and latency at first. */
final class Altegio implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HEAP = "1g";
    private static final String AUTHORIZATION = "Bearer sandbox-partner, User sandbox-user";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Sandbox sandbox;

    private Altegio(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** It answers when this returns. */
    static Altegio start() throws IOException, InterruptedException {
        return new Altegio(Sandbox.start(HEAP));
    }

    /** As {@code mirror.upstream.url} wants it. */
    URI base() {
        return URI.create(sandbox.url());
    }

    long pid() {
        return sandbox.pid();
    }

    /** Returns when it has answered, without its latency and at no cost. */
    void ping() throws InterruptedException {
        sandbox.control("GET", "/settings", "");
    }

    /** Changes settings of the stand-in, a JSON object in its own names. */
    void settings(String members) throws InterruptedException {
        sandbox.control("PATCH", "/settings", members);
    }

    /** The limits that Altegio documents. */
    void limits(int perSecond, int perMinute) throws InterruptedException {
        settings("{\"per_second\":%d,\"per_minute\":%d}".formatted(perSecond, perMinute));
    }

    void latency(long millis) throws InterruptedException {
        settings("{\"latency_ms\":%d}".formatted(millis));
    }

    /** Makes a chain of so many generated types, in place of the one with this id if there is one. */
    void make(long chain, int certificateTypes, int membershipTypes) throws InterruptedException {
        sandbox.control(
                "POST",
                "/chains/" + chain,
                "{\"certificate_types\":%d,\"membership_types\":%d}".formatted(certificateTypes, membershipTypes));
    }

    /** What shall go wrong from now on: faults and draws as the control door takes them. */
    void faults(String faults) throws InterruptedException {
        sandbox.control("POST", "/faults", faults);
    }

    void noFaults() throws InterruptedException {
        sandbox.control("DELETE", "/faults", "");
    }

    /** Forgets the requests of before. */
    void forgetRequests() throws InterruptedException {
        sandbox.control("DELETE", "/requests", "");
    }

    /** The requests since then, oldest first, refused ones too. */
    List<SeenRequest> requests() throws IOException, InterruptedException {
        JsonNode log = JSON.readTree(sandbox.control("GET", "/requests", "").body());
        List<SeenRequest> requests = new ArrayList<>();
        log.required("requests").forEach(each -> requests.add(SeenRequest.of(each)));
        if (requests.size() != log.required("count").intValue()) {
            throw new IllegalStateException("the stand-in did not keep all of " + log.required("count") + " requests");
        }
        return requests;
    }

    /** What the API itself answers to a read. */
    byte[] read(String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + pathAndQuery))
                .timeout(PATIENCE)
                .header("Authorization", AUTHORIZATION)
                .header("Accept", "application/vnd.api.v2+json")
                .build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("%s: %d %s"
                    .formatted(answer.uri(), answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer.body();
    }

    /** The answer's {@code meta.total_count} of a list. */
    long total(String pathAndQuery) throws IOException, InterruptedException {
        return JSON.readTree(read(pathAndQuery))
                .required("meta")
                .required("total_count")
                .longValue();
    }

    @Override
    public void close() throws IOException {
        try (sandbox) {
            client.close();
        }
    }
}
