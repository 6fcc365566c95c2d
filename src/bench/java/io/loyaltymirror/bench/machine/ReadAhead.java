package io.loyaltymirror.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much more than a process asks for the system reads from a disk: the kernel's own 128 kB, where this user may set that. With
 * the megabytes that some machines have, each page that a small control group misses drives out all others that it has.
 */
public final class ReadAhead implements AutoCloseable {

    private static final String USUAL = "128";
    private static final String UNKNOWN = "";

    private final Path setting;
    private final String before;

    private ReadAhead(Path setting, String before) {
        this.setting = setting;
        this.before = before;
    }

    /** Sets that of the disk where a file lies; it is as before when this is closed. */
    public static ReadAhead usual(Path file) throws IOException {
        long device = (long) Files.getAttribute(file, "unix:dev");
        long major = device >> 8 & 0xfff;
        long minor = device & 0xff | device >> 12 & 0xfff00;
        Path setting = Path.of("/sys/class/bdi/%d:%d/read_ahead_kb".formatted(major, minor));
        if (!Files.exists(setting)) {
            // What lies over other file systems, as in a container, has none of its own.
            return new ReadAhead(setting, UNKNOWN);
        }
        ReadAhead ahead = new ReadAhead(setting, Files.readString(setting).strip());
        if (Files.isWritable(setting)) {
            Files.writeString(setting, USUAL);
        }
        return ahead;
    }

    /** What holds now. */
    public String told() throws IOException {
        if (before.equals(UNKNOWN)) {
            return "what the disk read ahead is not told here";
        }
        String now = Files.readString(setting).strip();
        return "the disk read %s kB ahead".formatted(now)
                + (now.equals(before) ? "" : ", set for this alone from " + before);
    }

    @Override
    public void close() throws IOException {
        if (!before.equals(UNKNOWN) && Files.isWritable(setting)) {
            Files.writeString(setting, before);
        }
    }
}
