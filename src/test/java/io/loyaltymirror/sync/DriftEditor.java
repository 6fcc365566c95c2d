package io.loyaltymirror.sync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.sandbox.TypeRows;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** People who work on the sandbox's types of one chain while they are read. One thread at a time. */
final class DriftEditor {

    private enum Edit {
        INSERT,
        DELETE,
        RESTORE,
        REORDER,
        CHANGE,
        ISSUE,
        ARCHIVE,
        GARBLE,
        MEND,
        ARCHIVE_BY_REQUEST
    }

    /** Our own writes, which go through. */
    interface Door {
        void write(Kind kind, long id);
    }

    /** Rows: with more the runs take longer and show nothing else. */
    private static final int ENOUGH = 180;

    private final OwnChain chain;
    private final SplittableRandom random;
    private final Door door;
    private final Coverage coverage;
    private final Map<Kind, DriftPast> past =
            new EnumMap<>(Map.of(Kind.CERTIFICATE_TYPE, new DriftPast(), Kind.MEMBERSHIP_TYPE, new DriftPast()));
    private final HttpClient http = HttpClient.newHttpClient();
    private int version;
    private long lastId = 900_000;

    DriftEditor(OwnChain chain, SplittableRandom random, Coverage coverage, Door door) {
        this.chain = chain;
        this.random = random;
        this.coverage = coverage;
        this.door = door;
        for (Kind kind : Kind.values()) {
            rows(kind)
                    .ids()
                    .forEach(id ->
                            past(kind).become(id, () -> rows(kind).find(id).orElseThrow()));
        }
    }

    TypeRows rows(Kind kind) {
        return kind == Kind.CERTIFICATE_TYPE ? chain.certificates() : chain.memberships();
    }

    DriftPast past(Kind kind) {
        return past.get(kind);
    }

    /** Edits until it is told to stop. */
    Runnable start(int pauseMillis) {
        AtomicBoolean stop = new AtomicBoolean();
        Thread worker = Thread.ofVirtual().start(() -> {
            while (!stop.get()) {
                edit();
                pause(random.nextInt(pauseMillis));
            }
        });
        return () -> {
            stop.set(true);
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void edit() {
        Kind kind = random.nextInt(4) == 0 ? Kind.MEMBERSHIP_TYPE : Kind.CERTIFICATE_TYPE;
        List<Long> ids = rows(kind).ids();
        Edit edit = drawn(ids.size());
        coverage.count(edit);
        long id = ids.get(random.nextInt(ids.size()));
        version++;
        switch (edit) {
            case INSERT -> insert(kind, id);
            case DELETE -> delete(kind, id);
            case RESTORE -> restore(kind);
            case GARBLE -> garble(kind, id);
            case MEND -> mend(kind);
            case ARCHIVE_BY_REQUEST -> archiveByRequest();
            default -> change(kind, id, row -> changed(kind, edit, row));
        }
        if (random.nextInt(20) == 0) {
            door.write(kind, id);
        }
    }

    private Edit drawn(int rows) {
        Edit edit = Edit.values()[random.nextInt(Edit.values().length)];
        boolean isMore = edit == Edit.INSERT || edit == Edit.RESTORE;
        return isMore && rows > ENOUGH && random.nextBoolean() ? Edit.DELETE : edit;
    }

    private ObjectNode changed(Kind kind, Edit edit, ObjectNode row) {
        return switch (edit) {
            case REORDER -> row.put("weight", random.nextInt(60));
            case ISSUE -> row.put(counter(kind), version);
            case ARCHIVE -> row.put("is_archived", !row.path("is_archived").asBoolean());
            default -> row.put("title", "Version " + version).put("balance_edit_type_id", version % 2);
        };
    }

    private static String counter(Kind kind) {
        return kind == Kind.CERTIFICATE_TYPE ? "released_total" : "abonements_count";
    }

    private void insert(Kind kind, long like) {
        ObjectNode row = rows(kind).find(like).orElseThrow().put("id", ++lastId);
        put(kind, lastId, row);
    }

    private void put(Kind kind, long id, ObjectNode row) {
        past(kind).become(id, () -> {
            rows(kind).put(id, row);
            return row;
        });
    }

    void delete(Kind kind, long id) {
        past(kind).become(id, () -> {
            rows(kind).delete(id);
            return null;
        });
    }

    private void restore(Kind kind) {
        past(kind).ids().stream()
                .sorted()
                .skip(random.nextInt(past(kind).ids().size()))
                .filter(id -> rows(kind).findDeleted(id).isPresent())
                .findFirst()
                .ifPresent(id -> put(kind, id, rows(kind).findDeleted(id).orElseThrow()));
    }

    void change(Kind kind, long id, UnaryOperator<ObjectNode> change) {
        rows(kind).find(id).map(change).ifPresent(row -> put(kind, id, row));
    }

    /** Not even the id can be read, or all but the id; rarely, for such a row alone tears every scan. */
    private void garble(Kind kind, long id) {
        int luck = random.nextInt(8);
        if (luck == 0) {
            change(kind, id, row -> row.put("id", "none"));
        } else if (luck < 4) {
            change(kind, id, row -> row.put("title", "a\u0000b"));
        }
    }

    /** All that cannot be read. */
    void mend(Kind kind) {
        for (long id : rows(kind).ids()) {
            ObjectNode row = rows(kind).find(id).orElseThrow();
            if (!row.path("id").isNumber() || row.path("title").asText().contains("\0")) {
                put(kind, id, row.put("id", id).put("title", "Mended " + version));
            }
        }
    }

    /** Reads may go on showing the chain as it was before such a write. */
    private void archiveByRequest() {
        long id = rows(Kind.MEMBERSHIP_TYPE).ids().getFirst();
        past(Kind.MEMBERSHIP_TYPE).become(id, () -> {
            patch("/chain/" + chain.id() + "/loyalty/abonement_types/" + id + "/archive");
            return rows(Kind.MEMBERSHIP_TYPE).find(id).orElseThrow();
        });
    }

    private void patch(String path) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(chain.mirror().sandbox().baseUri() + path))
                .header("Authorization", "Bearer sandbox-partner, User sandbox-user")
                .header("Accept", "application/vnd.api.v2+json")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"is_archived\":" + random.nextBoolean() + "}"))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            coverage.count("archived by request, " + status);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
