package io.loyaltymirror.bench.machine;

import io.loyaltymirror.bench.load.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the system keeps of files in memory. It counts as memory of the group that read it first, so on a machine that has read a
 * program before, the program's files cost a group nothing.
 */
public final class PageCache {

    private PageCache() {}

    /**
     * Has the system forget a file, or all files below a folder. What a running process has mapped stays.
     *
     * @throws IllegalStateException if it does not
     */
    public static void forget(Path files) throws IOException, InterruptedException {
        // What was not written yet would stay too.
        Command.run(List.of("sync", "-f", files.toString()));
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Command.run(List.of("dd", "if=" + file, "iflag=nocache", "count=0", "status=none"));
            }
        }
    }

    /** Copies a folder into a new one, which no process has mapped, and has the system forget the copy. */
    public static void copyUnread(Path folder, Path copy) throws IOException, InterruptedException {
        Command.run(List.of("rm", "-rf", copy.toString()));
        Files.createDirectories(copy.getParent());
        Command.run(List.of("cp", "-aL", folder.toString(), copy.toString()));
        forget(copy);
    }
}
