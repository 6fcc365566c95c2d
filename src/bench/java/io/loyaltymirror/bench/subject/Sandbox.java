package io.loyaltymirror.bench.subject;

import io.loyaltymirror.bench.load.Answer;
import io.loyaltymirror.bench.load.Caller;
import io.loyaltymirror.bench.machine.Ending;
import io.loyaltymirror.sandbox.SandboxMain;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The stand-in for Altegio as a process of its own, without limits. */
public final class Sandbox implements Closeable {

    /** A chain that it starts with, of 585 certificate types. */
    public static final long CHAIN = 706_028;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;
    private final String base;

    private Sandbox(Process process, Path log, String base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    public static Sandbox start() throws IOException, InterruptedException {
        return start("256m");
    }

    /** With so much heap, {@code 1g}: a hundred thousand types are half of that. */
    public static Sandbox start(String heap) throws IOException, InterruptedException {
        int port = Ports.free();
        Path log = Files.createTempFile("bench-sandbox", ".log");
        // It stands for another machine, so it must not take the service's processor.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "10", Artifact.java()));
        command.addAll(List.of("-Xmx" + heap, "-Dport=" + port));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SandboxMain.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Sandbox sandbox = new Sandbox(process, log, "http://localhost:" + port);
        boolean answers = false;
        try {
            sandbox.awaitAnswer();
            sandbox.control("PATCH", "/settings", "{\"per_second\":0,\"per_minute\":0}");
            answers = true;
            return sandbox;
        } finally {
            if (!answers) {
                sandbox.close();
            }
        }
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (Caller.get(base + "/sandbox/settings").isEmpty()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("the sandbox does not start: " + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    /** As {@code mirror.upstream.url} wants it. */
    public String url() {
        return base + "/api/v1";
    }

    /** Gives a certificate type of {@link #CHAIN} another title. */
    public void rename(long type, String title) throws InterruptedException {
        control("PUT", "/chains/" + CHAIN + "/certificate_types/" + type, "{\"title\":\"" + title + "\"}");
    }

    public long pid() {
        return process.pid();
    }

    /** Through its control door; gives what that says. */
    public Answer control(String method, String path, String body) throws InterruptedException {
        Answer answer = Caller.send(method, base + "/sandbox" + path, body).orElseThrow();
        if (answer.status() >= 300) {
            throw new IllegalStateException("the sandbox says " + answer.status() + ": " + answer.text());
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        Ending.end(process);
        Files.deleteIfExists(log);
    }
}
