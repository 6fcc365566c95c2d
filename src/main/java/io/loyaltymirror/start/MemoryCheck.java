package io.loyaltymirror.start;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Refuses a start with a heap in which the work has no place, or that is larger than the container: the first would fail
 * under load, the second be ended by the kernel, both in the middle of something. Warns where a JVM will be slow.
 */
@Startup(MemoryCheck.BEFORE_ALL_ELSE)
@Singleton
class MemoryCheck {

    /** Before the scheduler starts at 0 and claims chains. */
    static final int BEFORE_ALL_ELSE = -1;

    private static final long MIB = 1 << 20;

    /** What four scans with rows put aside, callers and libraries were seen to need, and some more. */
    private static final long LEAST_HEAP = 96 * MIB;

    /** Of the container's memory: network buffers, code, threads and metaspace come on top of the heap. */
    private static final double MOST_SHARE = 0.85;

    /**
     * What the JVM was seen to need beside its heap to be fit for work under load, with the pages of its files that it always comes
     * back to. Compiled code, and what it takes to make it, are the most of it. With less room it hardly moves.
     */
    private static final long JVM_BESIDE_HEAP = 190 * MIB;

    private static final long FIRST_COMPILER_BESIDE_HEAP = 150 * MIB;
    private static final String FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

    /** Of control groups, version 2 and 1; a number of bytes, or none. */
    private static final Path[] LIMITS = {
        Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes")
    };

    MemoryCheck() {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            OptionalLong limit = limit();
            long heap = Runtime.getRuntime().maxMemory();
            check(heap, limit);
            if (ImageMode.current() == ImageMode.JVM && limit.isPresent()) {
                List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
                tight(heap, limit.getAsLong(), options).ifPresent(Log::warn);
            }
        }
    }

    /**
     * Checks what the process may use.
     *
     * @param heap bytes that the heap may grow to
     * @param limit bytes that the container may use; empty where there is no limit
     * @throws ConfigurationException naming what to change
     */
    static void check(long heap, OptionalLong limit) {
        if (heap < LEAST_HEAP) {
            throw new ConfigurationException(
                    "The heap may grow to " + heap / MIB + " MiB only, at least " + LEAST_HEAP / MIB
                            + " are needed: raise the container's memory limit (resources.limits.memory), or -Xmx");
        }
        if (limit.isPresent() && heap > limit.getAsLong() * MOST_SHARE) {
            throw new ConfigurationException("A heap of " + heap / MIB + " MiB does not fit a memory limit of "
                    + limit.getAsLong() / MIB
                    + " MiB: lower -Xmx (-XX:MaxRAMPercentage, native: -XX:MaximumHeapSizePercent) or raise the limit");
        }
    }

    /** What to say of a JVM that has too little room beside its heap, if so. */
    static Optional<String> tight(long heap, long limit, List<String> options) {
        boolean alone = options.contains(FIRST_COMPILER_ALONE);
        long room = limit - heap;
        if (room >= (alone ? FIRST_COMPILER_BESIDE_HEAP : JVM_BESIDE_HEAP)) {
            return Optional.empty();
        }
        String way = alone || room < FIRST_COMPILER_BESIDE_HEAP
                ? "raise the container's memory limit, or run the native image"
                : "raise the container's memory limit, or set JDK_JAVA_OPTIONS=" + FIRST_COMPILER_ALONE;
        return Optional.of("A memory limit of " + limit / MIB + " MiB leaves the JVM " + room / MIB
                + " MiB beside its heap of " + heap / MIB + " MiB, which is too little under load: " + way);
    }

    private static OptionalLong limit() {
        for (Path file : LIMITS) {
            try {
                return bytes(Files.readString(file).strip());
            } catch (IOException _) {
                // Another version of control groups, or another system.
                continue;
            }
        }
        return OptionalLong.empty();
    }

    /** {@code max}, or a number so large that it is none. */
    static OptionalLong bytes(String text) {
        return text.matches("\\d{1,15}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
