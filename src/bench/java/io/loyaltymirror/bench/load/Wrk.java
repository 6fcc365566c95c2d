package io.loyaltymirror.bench.load;

import io.loyaltymirror.bench.Contestant;
import io.loyaltymirror.bench.subject.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code wrk}: the most requests a second that a server answers to so many connections. It sends the next request when the
 * last was answered, so it says nothing of latency; that is {@link OpenLoop}'s.
 *
 * @param base of the server, {@code http://localhost:8080}
 * @param paths asked for by turns
 * @param headers beside the key, each {@code Name: value}
 * @param connections how many
 */
public record Wrk(String base, List<String> paths, List<String> headers, int connections) {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private static final String SCRIPT = """
            local paths = {%s}
            local requests, count, at = {}, 0, 0
            function setup(thread) offset = (offset or 0) + 1; thread:set("begin", offset * 7919) end
            function init(args)
              wrk.headers["Authorization"] = "%s"
              %s
              for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
              count = #requests
              at = begin %% count
            end
            function request()
              at = at + 1
              if at > count then at = 1 end
              return requests[at]
            end
            """;

    public static Wrk of(String url) {
        int path = url.indexOf('/', "http://".length());
        return new Wrk(url.substring(0, path), List.of(url.substring(path)), List.of(), 32);
    }

    public Wrk with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Wrk(base, paths, more, connections);
    }

    public Wrk connections(int number) {
        return new Wrk(base, paths, headers, number);
    }

    /** Those of one server, by turns. */
    public Wrk paths(List<String> several) {
        return new Wrk(base, several, headers, connections);
    }

    public Contestant named(String name) {
        return new Contestant(name, this::requestsPerSecond);
    }

    /**
     * Requests a second.
     *
     * @throws IllegalStateException if one was answered with an error, or not at all
     */
    public double requestsPerSecond(Duration time) throws IOException, InterruptedException {
        Path script = Files.createTempFile("bench", ".lua");
        try {
            Files.writeString(script, script());
            String output = Command.run(command(time, script), time);
            if (output.contains("Non-2xx or 3xx") || output.contains("Socket errors")) {
                throw new IllegalStateException("answers went wrong:\n" + output);
            }
            return Command.number(RATE, output);
        } finally {
            Files.delete(script);
        }
    }

    private List<String> command(Duration time, Path script) {
        List<String> command = new ArrayList<>(List.of("wrk", "--timeout", "10s", "-s", script.toString()));
        command.addAll(List.of("-t" + Math.min(2, connections), "-c" + connections));
        command.addAll(List.of("-d" + Math.max(1, time.toSeconds()) + "s", base));
        return command;
    }

    /** Each request is written once; each thread begins somewhere else. */
    private String script() {
        String quoted = paths.stream().map(path -> "\"" + path + "\"").collect(Collectors.joining(",\n"));
        String set = headers.stream().map(Wrk::set).collect(Collectors.joining());
        return SCRIPT.formatted(quoted, Key.AUTHORIZATION, set);
    }

    private static String set(String header) {
        int colon = header.indexOf(':');
        String value = header.substring(colon + 2).replace("\"", "\\\"");
        return "wrk.headers[\"%s\"] = \"%s\"\n".formatted(header.substring(0, colon), value);
    }
}
