package io.loyaltymirror.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A workload's table and where it came from, as it is kept. */
public record Result(Origin origin, Table table) {

    /** Those that may be published. */
    public static final Path RESULTS = Path.of("target", "bench", "results");

    private static final Path TRIES = Path.of("target", "bench", "tries");
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** {@code target/bench/results/<workload>.json} in place of an older one; a try lies in {@code tries}. */
    Path save() throws IOException {
        Path folder = origin.mayBePublished() ? RESULTS : TRIES;
        Files.createDirectories(folder);
        Path file = folder.resolve(table.workload() + ".json");
        MAPPER.writeValue(file.toFile(), this);
        return file;
    }

    public static Result load(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Result.class);
    }
}
