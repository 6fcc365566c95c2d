package io.loyaltymirror.artifact;

import java.nio.file.Path;
import java.util.List;

/** What was built: the jar or the native binary, as the build says. */
final class Artifact {

    static final Path QUARKUS_APP = Path.of("target", "quarkus-app");

    private Artifact() {}

    static boolean isNative() {
        return "native".equals(System.getProperty("artifact.type"));
    }

    static Path binary() {
        return Path.of(System.getProperty("native.image.path"));
    }

    /** How it is started, heap limits as in the measured figures. */
    static List<String> command() {
        return isNative()
                ? List.of(binary().toString())
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        QUARKUS_APP.resolve("quarkus-run.jar").toString());
    }
}
