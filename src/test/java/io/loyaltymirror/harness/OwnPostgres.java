package io.loyaltymirror.harness;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of a test's own, to be killed, stopped and started again over the same data and on the same port. */
public final class OwnPostgres implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path data;
    private final String binary;
    private final EmbeddedDatabase maintenance;
    private Process postmaster;

    private OwnPostgres(Path data, String binary, int port) {
        this.data = data;
        this.binary = binary;
        this.maintenance = new EmbeddedDatabase(port, "postgres");
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** A running server with an empty cluster. */
    public static OwnPostgres create() throws IOException {
        Path data = Files.createTempDirectory("own-postgres").resolve("data");
        OwnPostgres server;
        try (EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale", "C.UTF-8")
                .start()) {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
            String binary =
                    ProcessHandle.of(pid).flatMap(it -> it.info().command()).orElseThrow();
            server = new OwnPostgres(data, binary, first.getPort());
        }
        server.start();
        return server;
    }

    /** A database of this name; the server goes on with it whatever happens to it. */
    public EmbeddedDatabase database(String name) {
        maintenance.execute("CREATE DATABASE " + name);
        return new EmbeddedDatabase(maintenance.port(), name);
    }

    /** The database that is always there. */
    public EmbeddedDatabase maintenance() {
        return maintenance;
    }

    /** Starts it; it serves when this returns. */
    public void start() throws IOException {
        launch("hot_standby=on");
        awaitServing();
    }

    /**
     * Starts it as one that has its log to replay first, and leaves it there until {@link #finishStarting}: to whoever
     * connects it says that it is starting.
     */
    public void beginStarting() throws IOException {
        Files.createFile(data.resolve("standby.signal"));
        launch("hot_standby=off");
    }

    /** As {@code pg_ctl promote} does; it serves when this returns. */
    public void finishStarting() throws IOException {
        Files.createFile(data.resolve("promote"));
        signal("USR1");
        awaitServing();
    }

    /** Root may not run it, but may be nobody in a namespace of users. */
    private void launch(String setting) throws IOException {
        // In place of what ALTER SYSTEM wrote there.
        Files.writeString(data.resolve("postgresql.auto.conf"), """
                synchronous_standby_names = 'nobody'
                synchronous_commit = local
                """);
        List<String> command = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? List.of("unshare", "-U") : List.of());
        command.addAll(List.of(binary, "-D", data.toString(), "-p", Integer.toString(maintenance.port())));
        Stream.of(setting, "unix_socket_directories=", "fsync=off")
                .forEach(each -> command.addAll(List.of("-c", each)));
        postmaster = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling("log").toFile()))
                .start();
    }

    private void awaitServing() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> maintenance.text("SELECT 'serving'") != null);
    }

    /** The postmaster and all that it started, with -9. */
    public void kill() {
        List<ProcessHandle> all = Stream.concat(Stream.of(postmaster.toHandle()), postmaster.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** Whether commits are answered; else they are done and wait for a standby that does not exist. For one start. */
    public void answerCommits(boolean answered) {
        String commit = answered ? "local" : "on";
        maintenance.execute("ALTER SYSTEM SET synchronous_commit = " + commit);
        maintenance.execute("SELECT pg_reload_conf()");
        await().atMost(PATIENCE)
                .until(() -> maintenance.text("SHOW synchronous_commit").equals(commit));
    }

    /** One process of it with -9: the postmaster throws all others out and recovers by itself. */
    public void crash() {
        long pid = maintenance.number("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /** TERM waits for those who are connected, INT throws them out. */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitEnd() {
        postmaster.onExit().join();
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(data.getParent())) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(OwnPostgres::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
