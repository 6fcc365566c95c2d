package io.loyaltymirror.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whether somebody else used the machine while something was measured. */
public final class Machine {

    private static final double TICKS = 100;

    /** Processes of ours that the system does not show as below this one. */
    private static final Set<Long> OURS = ConcurrentHashMap.newKeySet();

    private Machine() {}

    /** From now on this process and those below it count as ours. */
    public static void ours(long pid) {
        OURS.add(pid);
    }

    /** It has ended. */
    public static void noMore(long pid) {
        OURS.remove(pid);
    }

    /** Begins to look. */
    public static Watch watch() throws IOException {
        return new Watch(Sample.take());
    }

    /** A look at the machine that has begun. */
    public record Watch(Sample begin) {

        public State end() throws IOException {
            Sample end = Sample.take();
            double capacity = Math.max(1, end.total - begin.total);
            double foreign = (end.busy - begin.busy) - (end.ours - begin.ours);
            return new State((end.steal - begin.steal) / capacity, Math.max(0, foreign / capacity), load());
        }
    }

    /**
     * What was seen.
     *
     * @param steal share of the processors' time that the hypervisor gave to others
     * @param foreign share that other processes of this machine took
     * @param load the load average of the last minute
     */
    public record State(double steal, double foreign, double load) {

        public boolean disturbed() {
            return steal > 0.03 || foreign > 0.10;
        }

        /** What was seen, without a verdict. */
        public String figures() {
            return String.format(
                    Locale.ROOT,
                    "%d cores, others took %.0f %% of them, steal %.1f %%, load %.1f",
                    Runtime.getRuntime().availableProcessors(),
                    foreign * 100,
                    steal * 100,
                    load);
        }

        @Override
        public String toString() {
            return (disturbed() ? "disturbed; " : "undisturbed; ") + figures();
        }
    }

    record Sample(double total, double busy, double steal, double ours) {

        static Sample take() throws IOException {
            String[] cpu = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
            double total = 0;
            for (int field = 1; field <= 8; field++) {
                total += Long.parseLong(cpu[field]) / TICKS;
            }
            // User, nice, system: interrupts are nobody's, and most of them are our own network's.
            double busy = (Long.parseLong(cpu[1]) + Long.parseLong(cpu[2]) + Long.parseLong(cpu[3])) / TICKS;
            double steal = Long.parseLong(cpu[8]) / TICKS;
            double ours = ProcessFigures.treeCpuSeconds(ProcessHandle.current().pid());
            for (long pid : OURS) {
                ours += ProcessFigures.treeCpuSeconds(pid);
            }
            return new Sample(total, busy, steal, ours);
        }
    }

    private static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }
}
