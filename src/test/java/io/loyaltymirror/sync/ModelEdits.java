package io.loyaltymirror.sync;

import io.loyaltymirror.harness.Coverage;
import io.loyaltymirror.sync.ModelUpstream.Legible;
import io.loyaltymirror.sync.ModelUpstream.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** People who work on the types of the model, and our own writes that go through. */
final class ModelEdits {

    enum Edit {
        INSERT,
        DELETE,
        RESTORE,
        REORDER,
        CHANGE,
        ARCHIVE,
        GARBLE,
        MASS_DELETE,
        WRITE_THROUGH
    }

    private static final int WEIGHTS = 10;

    private final ModelUpstream upstream;
    private final ModelMirror mirror;
    private final Coverage coverage;
    private final SplittableRandom random;
    private int percent;
    private int version;
    private long lastId = 100;

    ModelEdits(ModelUpstream upstream, ModelMirror mirror, Coverage coverage, SplittableRandom random) {
        this.upstream = upstream;
        this.mirror = mirror;
        this.coverage = coverage;
        this.random = random;
    }

    void start(int rows) {
        for (int i = 0; i < rows; i++) {
            upstream.put(++lastId, row());
        }
    }

    private Row row() {
        version++;
        return new Row(version, version, random.nextInt(WEIGHTS), random.nextInt(6) == 0, Legible.WHOLE);
    }

    /** @param often percent of the moments between two steps of a scan at which somebody edits */
    void often(int often) {
        percent = often;
    }

    void between() {
        if (random.nextInt(100) < percent) {
            edit();
        }
    }

    void edit() {
        Edit edit = Edit.values()[random.nextInt(Edit.values().length)];
        switch (edit) {
            case INSERT -> insert();
            case RESTORE -> restore();
            case MASS_DELETE -> massDelete();
            default -> editOne(edit);
        }
    }

    private void insert() {
        upstream.put(++lastId, row());
        coverage.count(Edit.INSERT);
    }

    private void restore() {
        List<Long> ids = new ArrayList<>(upstream.deleted().keySet());
        if (!ids.isEmpty()) {
            long id = ids.get(random.nextInt(ids.size()));
            upstream.put(id, upstream.deleted().get(id));
            coverage.count(Edit.RESTORE);
        }
    }

    /** Of any share; rarer than the others, or nothing but holds would ever be seen. */
    private void massDelete() {
        if (random.nextInt(5) == 0) {
            int share = random.nextInt(101);
            upstream.delete(upstream.rows().keySet().stream()
                    .filter(_ -> random.nextInt(100) < share)
                    .toList());
            coverage.count(Edit.MASS_DELETE);
        }
    }

    private void editOne(Edit edit) {
        List<Long> ids = upstream.rows().keySet().stream().sorted().toList();
        if (ids.isEmpty()) {
            return;
        }
        coverage.count(edit);
        long id = ids.get(random.nextInt(ids.size()));
        Row row = upstream.rows().get(id);
        version++;
        switch (edit) {
            case DELETE -> upstream.delete(List.of(id));
            case REORDER -> upstream.put(id, with(row, random.nextInt(WEIGHTS), row.archived(), row.legible()));
            case ARCHIVE -> upstream.put(id, with(row, row.weight(), !row.archived(), row.legible()));
            case GARBLE -> garble(id, row);
            case WRITE_THROUGH -> writeThrough(id, row);
            default -> upstream.put(id, new Row(version, version, row.weight(), row.archived(), row.legible()));
        }
    }

    private static Row with(Row row, int weight, boolean archived, Legible legible) {
        return new Row(row.title(), row.note(), weight, archived, legible);
    }

    private void garble(long id, Row row) {
        Legible legible = Legible.values()[random.nextInt(Legible.values().length)];
        coverage.count(legible);
        upstream.put(id, with(row, row.weight(), row.archived(), legible));
    }

    /** The answer needs a while to be in the mirror. */
    private void writeThrough(long id, Row row) {
        Row written = new Row(version, version, row.weight(), row.archived(), Legible.WHOLE);
        upstream.put(id, written);
        mirror.writeThrough(id, written.body(), upstream.now());
    }

    /** What could not be read is mended. */
    void mend() {
        List<Long> ids = List.copyOf(upstream.rows().keySet());
        for (long id : ids) {
            Row row = upstream.rows().get(id);
            upstream.put(id, with(row, row.weight(), row.archived(), Legible.WHOLE));
        }
    }
}
