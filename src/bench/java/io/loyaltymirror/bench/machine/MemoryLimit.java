package io.loyaltymirror.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A limit of memory that the kernel enforces, as that of a pod: a control group for one process. */
public final class MemoryLimit implements AutoCloseable {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private final Path group;

    private MemoryLimit(Path group) {
        this.group = group;
    }

    /** Empty where this user may make no groups. */
    public static Optional<MemoryLimit> of(long bytes) throws IOException {
        boolean second = Files.exists(ROOT.resolve("cgroup.controllers"));
        Path parent = second ? ROOT : ROOT.resolve("memory");
        if (!Files.isWritable(parent)) {
            return Optional.empty();
        }
        Path group = parent.resolve("bench-" + ProcessHandle.current().pid());
        Files.createDirectory(group);
        Path limit = group.resolve(second ? "memory.max" : "memory.limit_in_bytes");
        if (!Files.exists(limit)) {
            // The second version gives its groups only what their parents hand on.
            Files.delete(group);
            return Optional.empty();
        }
        Files.writeString(limit, Long.toString(bytes));
        return Optional.of(new MemoryLimit(group));
    }

    /** What a command is put behind to run in it. */
    public List<String> wrapper() {
        return List.of("sh", "-c", "echo $$ >" + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    /** Once its process has ended. */
    @Override
    public void close() throws IOException {
        Files.delete(group);
    }
}
