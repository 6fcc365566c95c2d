package io.loyaltymirror.bench.machine;

import io.loyaltymirror.bench.load.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What the system keeps of files in memory. */
public final class PageCache {

    private PageCache() {}

    /**
     * Has the system forget a file, or all files below a folder, as on a machine that has never read them: pages count as those of
     * the group that reads them first, and otherwise were there before it. What a running process has mapped stays.
     */
    public static void forget(Path files) throws IOException, InterruptedException {
        Command.run(List.of(
                "find",
                files.toString(),
                "-type",
                "f",
                "-exec",
                "dd",
                "if={}",
                "iflag=nocache",
                "count=0",
                "status=none",
                ";"));
    }
}
