package io.loyaltymirror.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the system counts of processes. */
public final class ProcessFigures {

    /** Linux tells times in hundredths of a second, whatever its own clock is. */
    private static final double TICKS = 100;

    private ProcessFigures() {}

    /** Resident memory now, in kB. */
    public static long residentKilobytes(long pid) throws IOException {
        return status(pid, "VmRSS");
    }

    /** The most that was ever resident, in kB. */
    public static long peakKilobytes(long pid) throws IOException {
        return status(pid, "VmHWM");
    }

    private static long status(long pid, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Processor time of the process, of those below it, and of those that ended below it and were waited for; seconds. */
    public static double treeCpuSeconds(long pid) {
        Stream<ProcessHandle> below = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
        return Stream.concat(Stream.of(pid), below.map(ProcessHandle::pid))
                .mapToDouble(ProcessFigures::cpuSeconds)
                .sum();
    }

    /** How often the process waited for a disk because a page was not in memory, since it began; what comes with the page is not counted. */
    public static long majorFaults(long pid) throws IOException {
        return Long.parseLong(fieldsFromState(pid)[9]);
    }

    private static String[] fieldsFromState(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    private static double cpuSeconds(long pid) {
        try {
            String[] fields = fieldsFromState(pid);
            double ticks = 0;
            // utime, stime, and both of children that ended.
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS;
        } catch (NoSuchFileException ended) {
            // Its parent has counted it by now.
            return 0;
        } catch (IOException e) {
            // A process that ends while it is read: ESRCH.
            return 0;
        }
    }
}
