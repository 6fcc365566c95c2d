package io.loyaltymirror.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a build gets to see: the repository, less what {@code .dockerignore} keeps back. */
record BuildContext(List<String> patterns) {

    static BuildContext read() {
        try (Stream<String> lines = Files.lines(Path.of(".dockerignore"))) {
            return new BuildContext(lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Docker decides: the last pattern that fits the path or one of its parents wins. */
    boolean holds(String path) {
        return patterns.stream()
                .filter(pattern -> fits(bare(pattern), Path.of(path)))
                .reduce((first, second) -> second)
                .map(pattern -> pattern.startsWith("!"))
                .orElse(true);
    }

    private static boolean fits(String pattern, Path path) {
        return Stream.iterate(path, parent -> parent != null, Path::getParent)
                .anyMatch(part -> FileSystems.getDefault()
                        .getPathMatcher("glob:" + pattern)
                        .matches(part));
    }

    private static String bare(String pattern) {
        return pattern.startsWith("!") ? pattern.substring(1) : pattern;
    }
}
