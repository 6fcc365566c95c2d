package io.loyaltymirror.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was built. */
public enum Artifact {
    JAR("jar"),
    /** The jar, started from the cache of its classes that {@code .ci/train-jar} makes. */
    CACHED_JAR("jar with its cache"),
    NATIVE("native");

    /** What the JVM takes by itself under the memory limit of the manifests (below 1,792 MB), and not on a machine as large as this. */
    public static final String COLLECTOR = "-XX:+UseSerialGC";

    /** Of the virtual machine that runs this. */
    public static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private static final Path JAR_FILE = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path AOT_CACHE = Path.of("target", "quarkus-app", "app.aot");

    private final String word;

    Artifact(String word) {
        this.word = word;
    }

    /** Those of the wanted ones that are there; says so where one is not. */
    public static List<Artifact> available(String wanted) {
        List<Artifact> asked = switch (wanted) {
            case "jar" -> List.of(JAR);
            case "native" -> List.of(NATIVE);
            case "both" -> List.of(JAR, NATIVE);
            default -> throw new IllegalArgumentException("--artifact is jar, native or both");
        };
        List<Artifact> there = new ArrayList<>();
        for (Artifact each : asked) {
            if (each.exists()) {
                there.add(each);
            } else {
                System.out.println("bench: no " + each + " here, left out; it is built by ./mvnw -DskipTests package"
                        + (each == NATIVE ? " -Dnative" : ""));
            }
        }
        if (there.isEmpty()) {
            throw new IllegalStateException("nothing was built that could be measured");
        }
        return there;
    }

    public boolean exists() {
        return switch (this) {
            case JAR -> Files.exists(JAR_FILE);
            case CACHED_JAR -> JAR.exists() && Files.exists(AOT_CACHE);
            case NATIVE -> binary().isPresent();
        };
    }

    /** What it is made of: a file, or the folder of them. */
    public Path files() {
        return this == NATIVE ? binary().orElseThrow() : JAR_FILE.getParent();
    }

    /**
     * How it is started.
     *
     * @param javaHome of the virtual machine; the native binary has none
     * @param options of the virtual machine; the native binary takes those of the heap too
     */
    List<String> command(Path javaHome, List<String> options) {
        List<String> command = new ArrayList<>();
        if (this == NATIVE) {
            command.add(binary().orElseThrow().toString());
            command.addAll(options);
            return command;
        }
        command.addAll(List.of(java(javaHome), COLLECTOR));
        command.addAll(options);
        if (this == CACHED_JAR) {
            command.addAll(List.of("-XX:AOTCache=" + AOT_CACHE, "-XX:AOTMode=on"));
        }
        command.addAll(List.of("-jar", JAR_FILE.toString()));
        return command;
    }

    /** The one that runs this. */
    public static String java() {
        return java(JAVA_HOME);
    }

    private static String java(Path home) {
        return home.resolve("bin").resolve("java").toString();
    }

    private static Optional<Path> binary() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Path.of("target"), "*-runner")) {
            for (Path file : found) {
                return Optional.of(file);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return word;
    }
}
