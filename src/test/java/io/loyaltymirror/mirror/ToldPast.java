package io.loyaltymirror.mirror;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A chain's changes, one an hour, as a feed would tell them; and what they lead to, replayed here. */
final class ToldPast {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SplittableRandom random = new SplittableRandom(5);
    private final List<Told> told = new ArrayList<>();

    /** A change. */
    record Told(long generation, int seq, long id, String op, JsonNode body, String cause, Instant at) {}

    ToldPast(int types, int changes, Instant begin) {
        Map<Long, Told> last = new TreeMap<>();
        long generation = 1;
        int seq = 0;
        for (int i = 0; i < changes; i++) {
            long id = 1 + random.nextInt(types);
            Told change = next(last.get(id), generation, seq, id, begin.plus(Duration.ofHours(i)));
            last.put(id, change);
            told.add(change);
            boolean isLast = random.nextInt(3) > 0;
            generation += isLast ? 1 : 0;
            seq = isLast ? 0 : seq + 1;
        }
    }

    List<Told> told() {
        return told;
    }

    private Told next(Told last, long generation, int seq, long id, Instant at) {
        String cause = random.nextInt(6) == 0 ? "answered" : "scan";
        String op = "CREATED";
        if (last != null) {
            int drawn = random.nextInt(20);
            op = last.op().equals("GONE") ? "BACK" : drawn == 0 ? "GONE" : drawn < 4 ? "CHANGED" : "ISSUED";
        }
        ObjectNode body = MAPPER.createObjectNode();
        if (op.equals("ISSUED")) {
            // Not there any more, now and then.
            return new Told(
                    generation,
                    seq,
                    id,
                    op,
                    random.nextInt(5) == 0 ? body : body.put("total", (int) generation),
                    last.cause(),
                    at);
        }
        body.put("id", (int) id)
                .put("title", "Title " + generation)
                .put("total", (int) generation)
                .put("balance", random.nextInt(3));
        return new Told(generation, seq, id, op, op.equals("GONE") ? null : body, cause, at);
    }

    /** That put them into the table. */
    List<String> statements(long chain) {
        List<String> statements = new ArrayList<>();
        for (int from = 0; from < told.size(); from += 500) {
            statements.add(insert(chain, told.subList(from, Math.min(from + 500, told.size()))));
        }
        return statements;
    }

    private static String insert(long chain, List<Told> some) {
        List<String> rows = some.stream()
                .map(change -> "(%d, %d, %d, 'certificate_type', %d, '%s', '%s', %s, '%s', '%s')"
                        .formatted(
                                chain,
                                change.generation(),
                                change.seq(),
                                change.id(),
                                change.op(),
                                change.op().equals("ISSUED") ? "{total}" : "{}",
                                change.body() == null ? "NULL" : "'" + change.body() + "'",
                                change.cause(),
                                change.at()))
                .toList();
        return "INSERT INTO change (chain_id, generation, seq, kind, id, op, fields, body, cause, at) VALUES "
                + String.join(",", rows);
    }

    /** The types that there were at that time. */
    Map<Long, JsonNode> replayed(Instant time) {
        Map<Long, JsonNode> types = new TreeMap<>();
        for (Told change : told) {
            if (change.at().isAfter(time)) {
                break;
            }
            switch (change.op()) {
                case "GONE" -> types.remove(change.id());
                case "ISSUED" -> {
                    ObjectNode body = types.get(change.id()).deepCopy();
                    body.remove("total");
                    types.put(change.id(), body.setAll((ObjectNode) change.body()));
                }
                default -> types.put(change.id(), change.body());
            }
        }
        return types;
    }
}
