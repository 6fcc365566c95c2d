package io.loyaltymirror.artifact;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was built: the jar or the native binary, as the build says. */
final class Artifact {

    static final Path QUARKUS_APP = Path.of("target", "quarkus-app");

    /** Made by {@code .ci/train-jar}; the jar starts without it too. */
    private static final Path AOT_CACHE = QUARKUS_APP.resolve("app.aot");

    private Artifact() {}

    static boolean isNative() {
        return "native".equals(System.getProperty("artifact.type"));
    }

    static Path binary() {
        return Path.of(System.getProperty("native.image.path"));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** How it is started, heap limits as in the measured figures. */
    static List<String> command() {
        if (isNative()) {
            return List.of(binary().toString());
        }
        List<String> java = new ArrayList<>(List.of(java(), "-Xmx256m"));
        if (Files.exists(AOT_CACHE)) {
            // Fails where it does not fit.
            java.addAll(List.of("-XX:AOTCache=" + AOT_CACHE, "-XX:AOTMode=on"));
        }
        java.addAll(List.of("-jar", QUARKUS_APP.resolve("quarkus-run.jar").toString()));
        return java;
    }
}
