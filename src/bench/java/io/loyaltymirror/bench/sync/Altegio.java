package io.loyaltymirror.bench.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loyaltymirror.sandbox.SandboxMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stand-in for Altegio as a process of its own, so that what it takes of the machine is told apart. */
final class Altegio implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern STARTED = Pattern.compile("Sandbox Altegio: (\\S+) .*control door: (\\S+)");
    private static final String AUTHORIZATION = "Bearer sandbox-partner, User sandbox-user";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;
    private final URI control;

    private Altegio(Process process, URI base, URI control) {
        this.process = process;
        this.base = base;
        this.control = control;
    }

    /** Starts one without limits of requests and without latency; it answers when this returns. */
    static Altegio start() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx1g",
                        "-Dport=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SandboxMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        Matcher started = STARTED.matcher(String.valueOf(line));
        if (!started.find()) {
            process.destroyForcibly();
            throw new IllegalStateException("the sandbox did not start, it said: " + line);
        }
        Altegio altegio = new Altegio(process, URI.create(started.group(1)), URI.create(started.group(2)));
        altegio.settings("{\"per_second\":0,\"per_minute\":0}");
        return altegio;
    }

    /** As {@code mirror.upstream.url} wants it. */
    URI base() {
        return base;
    }

    long pid() {
        return process.pid();
    }

    /** Changes settings of the stand-in, a JSON object in its own names. */
    void settings(String members) throws IOException, InterruptedException {
        control("PATCH", "/settings", members);
    }

    /** The limits that Altegio documents. */
    void limits(int perSecond, int perMinute) throws IOException, InterruptedException {
        settings("{\"per_second\":%d,\"per_minute\":%d}".formatted(perSecond, perMinute));
    }

    void latency(long millis) throws IOException, InterruptedException {
        settings("{\"latency_ms\":%d}".formatted(millis));
    }

    /** Makes a chain of so many generated types, in place of the one with this id if there is one. */
    void make(long chain, int certificateTypes, int membershipTypes) throws IOException, InterruptedException {
        control(
                "POST",
                "/chains/" + chain,
                "{\"certificate_types\":%d,\"membership_types\":%d}".formatted(certificateTypes, membershipTypes));
    }

    /** What shall go wrong from now on: faults and draws as the control door takes them. */
    void faults(String faults) throws IOException, InterruptedException {
        control("POST", "/faults", faults);
    }

    void noFaults() throws IOException, InterruptedException {
        control("DELETE", "/faults", "");
    }

    /** Forgets the requests of before. */
    void forgetRequests() throws IOException, InterruptedException {
        control("DELETE", "/requests", "");
    }

    /** The requests since then, oldest first, refused ones too. */
    List<SeenRequest> requests() throws IOException, InterruptedException {
        JsonNode log = JSON.readTree(control("GET", "/requests", ""));
        List<SeenRequest> requests = new ArrayList<>();
        log.required("requests").forEach(each -> requests.add(SeenRequest.of(each)));
        if (requests.size() != log.required("count").intValue()) {
            throw new IllegalStateException("the stand-in did not keep all of " + log.required("count") + " requests");
        }
        return requests;
    }

    /** What the API itself answers to a read. */
    byte[] read(String pathAndQuery) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .header("Authorization", AUTHORIZATION)
                .header("Accept", "application/vnd.api.v2+json")
                .build();
        return expect2xx(client.send(request, BodyHandlers.ofByteArray()));
    }

    /** The answer's {@code meta.total_count} of a list. */
    long total(String pathAndQuery) throws IOException, InterruptedException {
        return JSON.readTree(read(pathAndQuery))
                .required("meta")
                .required("total_count")
                .longValue();
    }

    private byte[] control(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return expect2xx(client.send(request, BodyHandlers.ofByteArray()));
    }

    private static byte[] expect2xx(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException("%s %s: %d %s"
                    .formatted(
                            answer.request().method(),
                            answer.uri(),
                            answer.statusCode(),
                            new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer.body();
    }

    @Override
    public void close() {
        process.destroy();
        client.close();
    }
}
