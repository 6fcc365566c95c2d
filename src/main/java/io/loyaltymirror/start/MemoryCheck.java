package io.loyaltymirror.start;

import com.sun.management.HotSpotDiagnosticMXBean;
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
     * back to. Compiled code, and what it takes to make it, are the most of it. With 160 it was busy with nothing but these pages.
     */
    private static final long JVM_BESIDE_HEAP = 190 * MIB;

    /** The same without its second compiler, as seen with 154. */
    private static final long FIRST_COMPILER_BESIDE_HEAP = 150 * MIB;

    private static final String FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

    /** Of control groups, version 2 and 1; a number of bytes, or none. */
    private static final Path[] LIMITS = {
        Path.of("/sys/fs/cgroup/memory.max"), Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes")
    };

    MemoryCheck() {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            OptionalLong limit = limit();
            check(Runtime.getRuntime().maxMemory(), limit);
            if (ImageMode.current() == ImageMode.JVM && limit.isPresent()) {
                Jvm.here().tight(limit.getAsLong()).ifPresent(Log::warn);
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

    /**
     * A virtual machine.
     *
     * @param heap bytes that its heap may grow to, all parts of it
     * @param firstCompilerAlone whether it does without the second
     */
    record Jvm(long heap, boolean firstCompilerAlone) {

        static Jvm here() {
            HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return new Jvm(
                    Long.parseLong(options.getVMOption("MaxHeapSize").getValue()),
                    options.getVMOption("TieredStopAtLevel").getValue().equals("1"));
        }

        /** What to say if a limit leaves it too little room beside its heap. */
        Optional<String> tight(long limit) {
            long room = limit - heap;
            if (room >= (firstCompilerAlone ? FIRST_COMPILER_BESIDE_HEAP : JVM_BESIDE_HEAP)) {
                return Optional.empty();
            }
            String way = firstCompilerAlone || room < FIRST_COMPILER_BESIDE_HEAP
                    ? "run the native image"
                    : "set JDK_JAVA_OPTIONS=" + FIRST_COMPILER_ALONE;
            return Optional.of(
                    "A memory limit of %d MiB leaves the JVM %d MiB beside its heap of %d MiB, too little under load: raise the limit, or %s"
                            .formatted(limit / MIB, room / MIB, heap / MIB, way));
        }
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
