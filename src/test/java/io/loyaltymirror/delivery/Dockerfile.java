package io.loyaltymirror.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The instructions of a Dockerfile, continued lines joined and comments left out. */
record Dockerfile(List<Instruction> instructions) {

    static final Path FOLDER = Path.of("src", "main", "docker");

    /** One instruction; its flags ({@code --from=...}) stand apart from its other words. */
    record Instruction(String name, List<String> flags, List<String> words) {

        boolean isFromContext() {
            return name.equals("COPY") && flags.stream().noneMatch(flag -> flag.startsWith("--from="));
        }

        /** What a COPY takes; its last word is where it puts it. */
        List<String> sources() {
            return words.subList(0, words.size() - 1);
        }
    }

    static Dockerfile read(Path file) {
        try {
            return new Dockerfile(joined(Files.readAllLines(file)).stream()
                    .map(Dockerfile::instruction)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<Instruction> all(String name) {
        return instructions.stream().filter(instruction -> instruction.name().equals(name));
    }

    /** What is in force at the end of the last stage, which is the one that is shipped. */
    List<Instruction> lastStage() {
        List<Instruction> stage = new ArrayList<>();
        for (Instruction instruction : instructions) {
            if (instruction.name().equals("FROM")) {
                stage.clear();
            }
            stage.add(instruction);
        }
        return stage;
    }

    private static List<String> joined(List<String> lines) {
        List<String> whole = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank() || line.stripLeading().startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            current.append(goesOn ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                whole.add(current.toString());
                current.setLength(0);
            }
        }
        return whole;
    }

    private static Instruction instruction(String line) {
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        List<String> rest = words.subList(1, words.size());
        List<String> flags =
                rest.stream().takeWhile(word -> word.startsWith("--")).toList();
        return new Instruction(words.getFirst(), flags, rest.subList(flags.size(), rest.size()));
    }
}
