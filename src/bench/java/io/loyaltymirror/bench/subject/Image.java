package io.loyaltymirror.bench.subject;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an image starts its process, by its Dockerfile.
 *
 * @param options of the virtual machine, without where its cache of classes lies
 * @param environment what the image sets for the process
 */
public record Image(List<String> options, Map<String, String> environment) {

    private static final Path FILES = Path.of("src", "main", "docker");
    private static final String START = "ENTRYPOINT ";
    private static final String VARIABLE = "ENV ";

    /** Of the jar with its cache, or of the native binary. */
    public static Image of(Artifact artifact) throws IOException {
        String text =
                Files.readString(FILES.resolve(artifact == Artifact.NATIVE ? "Dockerfile.native" : "Dockerfile.jvm"));
        List<String> last = text.substring(text.lastIndexOf("\nFROM "))
                .replace("\\\n", "")
                .lines()
                .toList();
        String command = behind(START, last).findFirst().orElseThrow();
        List<String> options = new ObjectMapper()
                .readValue(command, new TypeReference<List<String>>() {}).stream()
                        .filter(word -> word.startsWith("-XX:") && !word.startsWith("-XX:AOTCache="))
                        .toList();
        Map<String, String> environment = behind(VARIABLE, last)
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return new Image(options, environment);
    }

    private static Stream<String> behind(String word, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(word)).map(line -> line.substring(word.length()));
    }

    /** These and more; a heap that is given here goes before their percentages. */
    public List<String> optionsWith(List<String> more) {
        return Stream.concat(options.stream(), more.stream()).toList();
    }
}
