package io.loyaltymirror.bench.subject;

import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.machine.Ending;
import io.loyaltymirror.bench.machine.ProcessFigures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The built service as a process of its own, on free ports, with nothing but environment variables. */
public final class ServiceProcess implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long USUAL_REST = 20;
    private static final int LINES = 30;

    private final Process process;
    private final Path log;
    private final int port;
    private final int managementPort;

    /**
     * How it is started.
     *
     * @param javaHome of the virtual machine; the binary has none
     * @param options of the virtual machine, heap first of all
     * @param environment over what it gets anyway
     * @param wrapper a command that runs it, such as {@code nice}; mostly empty
     */
    public record Start(Path javaHome, List<String> options, Map<String, String> environment, List<String> wrapper) {

        /** On the virtual machine that runs this. */
        public Start(List<String> options, Map<String, String> environment, List<String> wrapper) {
            this(Artifact.JAVA_HOME, options, environment, wrapper);
        }

        /** With the heap of the README's figures. */
        public static Start usual() {
            return new Start(List.of("-Xmx256m"), Map.of(), List.of());
        }

        public Start with(String key, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(key, value);
            return new Start(javaHome, options, more, wrapper);
        }
    }

    private ServiceProcess(Process process, Path log, int port, int managementPort) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Started, and ready as its own health check says. */
    public static ServiceProcess start(Artifact artifact, Database database, Start start) throws Exception {
        ServiceProcess service = launch(artifact, database, start);
        boolean ready = false;
        try {
            service.await(
                    artifact + " is not ready by its own health check, is it of this commit?",
                    USUAL_REST,
                    () -> service.status(service.management("/q/health/ready")) == 200);
            ready = true;
            return service;
        } finally {
            if (!ready) {
                service.close();
            }
        }
    }

    /** Started, and nothing more. */
    public static ServiceProcess launch(Artifact artifact, Database database, Start start) throws IOException {
        int port = Ports.free();
        int managementPort = Ports.free();
        Path log = Files.createTempFile("bench-service", ".log");
        List<String> command = new ArrayList<>(start.wrapper());
        command.addAll(artifact.command(start.javaHome(), start.options()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment(database));
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().putAll(start.environment());
        return new ServiceProcess(builder.start(), log, port, managementPort);
    }

    private static Map<String, String> environment(Database database) {
        return Map.of(
                "MIRROR_DATABASE_URL", database.url(),
                "MIRROR_DATABASE_USERNAME", "postgres",
                // Nobody is there: what is read is due in a year.
                "MIRROR_UPSTREAM_URL", "http://localhost:1/api/v1",
                "MIRROR_UPSTREAM_PARTNER_TOKEN", "sandbox-partner",
                "MIRROR_UPSTREAM_USER_TOKEN", "sandbox-user",
                "MIRROR_KEYS_BENCH_HASH", Key.hash(),
                "MIRROR_KEYS_BENCH_ROLES", "read,write,operate",
                "MIRROR_KEYS_BENCH_CHAINS", "*");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, long restMillis, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("%s: %s\n%s"
                        .formatted(process.isAlive() ? "not in time" : "the process has ended", what, endOfLog()));
            }
            Thread.sleep(restMillis);
        }
    }

    private int status(String url) throws InterruptedException {
        return Caller.get(url).map(Answer::status).orElse(0);
    }

    /** An address of the callers' port. */
    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** An address of the management port. */
    public String management(String path) {
        return "http://localhost:" + managementPort + path;
    }

    public int port() {
        return port;
    }

    /** Waits until this path is answered 200, and gives that answer. */
    public Answer awaitServed(String path) throws Exception {
        return awaitServed(path, USUAL_REST);
    }

    /** The same, asking again after so many milliseconds. */
    public Answer awaitServed(String path, long restMillis) throws Exception {
        await(path + " is not served", restMillis, () -> status(url(path)) == 200);
        return Caller.get(url(path)).orElseThrow();
    }

    /** The sum of all lines of metrics that begin so; 0 where none does. */
    public double metric(String prefix) throws InterruptedException {
        return metric(prefix, "");
    }

    /** The sum of all lines of metrics that begin with the one text and hold the other; 0 where none does. */
    public double metric(String prefix, String part) throws InterruptedException {
        return Caller.get(management("/q/metrics"))
                .orElseThrow()
                .text()
                .lines()
                .filter(line -> line.startsWith(prefix) && line.contains(part))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    public long pid() {
        return process.pid();
    }

    public long residentKilobytes() throws IOException {
        return ProcessFigures.residentKilobytes(pid());
    }

    public long peakKilobytes() throws IOException {
        return ProcessFigures.peakKilobytes(pid());
    }

    public long majorFaults() throws IOException {
        return ProcessFigures.majorFaults(pid());
    }

    public double cpuSeconds() {
        return ProcessFigures.treeCpuSeconds(pid());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote last. */
    private String endOfLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }

    @Override
    public void close() throws IOException {
        Ending.end(process);
        Files.deleteIfExists(log);
    }
}
