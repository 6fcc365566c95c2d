package io.loyaltymirror.artifact;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built service as a process of its own, with nothing but environment variables. */
final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int port;

    private Service(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    static Service start(Map<String, String> environment, String... arguments) throws IOException {
        return start(Artifact.command(), environment, arguments);
    }

    /** With less of this machine than what stands for other machines: a start on cold caches must not slow upstream down. */
    static Service startBehindTheOthers(Map<String, String> environment) throws IOException {
        return start(
                Stream.concat(Stream.of("nice", "-n", "10"), Artifact.command().stream())
                        .toList(),
                environment);
    }

    /** Another version's jar. */
    static Service startJar(Path jar, Map<String, String> environment) throws IOException {
        return start(List.of(Artifact.java(), "-Xmx256m", "-jar", jar.toString()), environment);
    }

    private static Service start(List<String> artifact, Map<String, String> environment, String... arguments)
            throws IOException {
        int port = freePort();
        Path log = Files.createTempFile("service", ".log");
        List<String> command = new ArrayList<>(artifact);
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> all = new HashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        all.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(freePort()));
        builder.environment().clear();
        builder.environment().putAll(all);
        return new Service(builder.start(), log, port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Asks with the key {@code key}; status 0 where nothing answers. */
    Answer get(String path) {
        return send(request(path).build());
    }

    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()).build());
    }

    /** A change, under a key of the caller's. */
    Answer post(String path, String key, String body) {
        return change("POST", path, key, body);
    }

    Answer put(String path, String key, String body) {
        return change("PUT", path, key, body);
    }

    private Answer change(String method, String path, String key, String body) {
        return send(request(path)
                .header("Idempotency-Key", "\"" + key + "\"")
                .method(method, BodyPublishers.ofString(body))
                .build());
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer key");
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException nobodyThere) {
            return new Answer(0, "", HttpHeaders.of(Map.of(), (_, _) -> true));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String body, HttpHeaders headers) {}

    /** Reads one kind of a chain now and waits until that is done; gives the run's id. */
    String sync(long chain, String kind) {
        HttpRequest request = request("/mirror/v1/chains/" + chain + "/sync?kind=" + kind)
                .POST(BodyPublishers.noBody())
                .build();
        // 409 while another kind of the chain is being read.
        HttpResponse<Void> accepted = await().atMost(PATIENCE)
                .until(() -> client.send(request, BodyHandlers.discarding()), answer -> answer.statusCode() == 202);
        String run = accepted.headers().firstValue("Location").orElseThrow();
        String path = URI.create(run).getPath();
        // Each look is a statement of the service, which others count.
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !get(path).body().contains("\"outcome\":null"));
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** As the system counts it. */
    long residentKilobytes() throws IOException {
        return status("VmRSS");
    }

    /** The most that it ever was. */
    long peakKilobytes() throws IOException {
        return status("VmHWM");
    }

    private long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    void awaitStatus(String path, int status) {
        await().atMost(PATIENCE).until(() -> get(path).status() == status);
    }

    void awaitLog(String text) {
        await().atMost(PATIENCE).until(() -> log().contains(text));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process goes on");
        }
        return process.exitValue();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGSTOP, SIGCONT or any other signal by its name. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        client.close();
    }
}
