package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;
import io.loyaltymirror.Kind;
import io.loyaltymirror.upstream.TypePayload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The rows that a scan under way has seen. Of each it keeps id, hash and stamp, and the body only where that differs from
 * the mirror's, as the {@link Baseline} tells; bodies beyond {@link #MAX_BYTES} go to a table, so that memory stays flat
 * however long a chain is. Pages may be added while others are under way.
 *
 * <p>A row that came to differ from the mirror after the baseline was read, by a write beside this scan, and was seen as it
 * was before, has no body here: it stays as it was written, which is newer than the scan's begin, until the next scan.
 */
public final class Seen {

    /** Of bodies in the heap; four scans at a time are a third of the smallest heap that is supported, 96 MiB. */
    static final int MAX_BYTES = 8 << 20;

    private static final String STAGE = """
            INSERT INTO staged_type (run_id, id, body, title, content, definition)
            SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])
            ON CONFLICT (run_id, id) DO UPDATE SET body = excluded.body, title = excluded.title,
                   content = excluded.content, definition = excluded.definition""";

    private static final String STAGED = "SELECT count(*) FROM staged_type WHERE run_id = $1";

    private static final String UNSTAGE = "DELETE FROM staged_type WHERE run_id = $1";

    private final Pool pool;
    private final long run;
    private final Uni<Baseline> baseline;
    private final Map<Long, Sighting> sightings = new HashMap<>();
    private final Set<Long> differing = new HashSet<>();
    private final Set<Long> unreadable = new HashSet<>();
    private final Set<Long> aside = new HashSet<>();
    private Baseline compared;
    private Map<Long, TypePayload> bodies = new HashMap<>();
    private long bytes;
    private int readings;

    Seen(Pool pool, ChainId chain, Kind kind, long run) {
        this.pool = pool;
        this.run = run;
        baseline = Baseline.read(pool, chain, kind).memoize().indefinitely();
    }

    /** The list is read from its begin: what was seen before no longer counts. Bodies stay, they are found by their hash. */
    public synchronized void restart() {
        readings++;
        sightings.clear();
        differing.clear();
        unreadable.clear();
    }

    /** Adds a page's rows; of an id that was seen before the later stamp counts. */
    public Uni<Void> add(List<TypePayload> rows, Instant at) {
        return mirrored().chain(mirrored -> keep(rows, at, mirrored));
    }

    /**
     * One reading for all pages. Of several that wait for it the first that is told of its failure ends the scan, and the
     * others are told no more: what is memoized would tell them still, which Mutiny takes for failures that nobody heard.
     */
    private Uni<Baseline> mirrored() {
        return Uni.createFrom().emitter(page -> baseline.subscribe().with(page::complete, page::fail));
    }

    /** Rows that are there and cannot be read: present, and nothing else is known of them. */
    public synchronized void addUnreadable(Collection<Long> ids) {
        unreadable.addAll(ids);
    }

    private Uni<Void> keep(List<TypePayload> rows, Instant at, Baseline mirrored) {
        Collection<TypePayload> tooMany = put(rows, at, mirrored);
        return tooMany.isEmpty() ? Uni.createFrom().voidItem() : stage(tooMany);
    }

    /** @return the bodies to put aside */
    private synchronized Collection<TypePayload> put(List<TypePayload> rows, Instant at, Baseline mirrored) {
        compared = mirrored;
        for (TypePayload row : rows) {
            Sighting before = sightings.get(row.id());
            if (before != null && before.at().isAfter(at)) {
                continue;
            }
            sightings.put(row.id(), new Sighting(row.id(), row.contentHash(), at));
            if (mirrored.has(row.id(), row.contentHash())) {
                differing.remove(row.id());
            } else {
                differing.add(row.id());
                keepBody(row);
            }
        }
        if (bytes <= MAX_BYTES) {
            return List.of();
        }
        Collection<TypePayload> all = bodies.values();
        bodies = new HashMap<>();
        bytes = 0;
        all.forEach(row -> aside.add(row.id()));
        return all;
    }

    private void keepBody(TypePayload row) {
        if (bodies.put(row.id(), row) == null) {
            bytes += 2L * row.body().length();
        }
    }

    private Uni<Void> stage(Collection<TypePayload> rows) {
        TypeColumns columns = new TypeColumns(new ArrayList<>(rows));
        Tuple parameters = Tuple.of(run)
                .addValue(columns.ids())
                .addValue(columns.bodies())
                .addValue(columns.foldedTitles())
                .addValue(columns.contentHashes())
                .addValue(columns.definitionHashes());
        return pool.preparedQuery(STAGE).execute(parameters).replaceWithVoid();
    }

    /** Fails where rows that were put aside are not there any more: a crash empties their table, and the scan goes on. */
    Uni<Void> requireStaged(SqlClient sql) {
        int expected = rowsAside();
        return expected == 0
                ? Uni.createFrom().voidItem()
                : sql.preparedQuery(STAGED)
                        .execute(Tuple.of(run))
                        .map(rows -> expected - rows.iterator().next().getLong(0))
                        .invoke(missing -> {
                            if (missing > 0) {
                                throw new StagedRowsLostException(missing);
                            }
                        })
                        .replaceWithVoid();
    }

    private synchronized int rowsAside() {
        return aside.size();
    }

    /** Removes what was put aside, after the rows were published or dropped. */
    public Uni<Void> discard(SqlClient sql) {
        return rowsAside() == 0
                ? Uni.createFrom().voidItem()
                : sql.preparedQuery(UNSTAGE).execute(Tuple.of(run)).replaceWithVoid();
    }

    /** Every id that upstream's list has, readable or not. */
    public synchronized Long[] presentIds() {
        return present().toArray(Long[]::new);
    }

    private Set<Long> present() {
        Set<Long> ids = new HashSet<>(sightings.keySet());
        ids.addAll(unreadable);
        return ids;
    }

    /** How often the list was read, or begun to be. */
    public synchronized int readings() {
        return readings;
    }

    /** One of the readable rows, another in each run; empty where there is none. */
    public synchronized OptionalLong anyId() {
        return sightings.isEmpty()
                ? OptionalLong.empty()
                : sightings.keySet().stream()
                        .mapToLong(Long::longValue)
                        .skip(run % sightings.size())
                        .findFirst();
    }

    /** The rows that could not be read. */
    public synchronized List<Long> unreadableIds() {
        return List.copyOf(unreadable);
    }

    /** How many readable rows were seen, each id once. */
    public int size() {
        return sightings.size();
    }

    long run() {
        return run;
    }

    List<Sighting> sightings() {
        return List.copyOf(sightings.values());
    }

    /** The sightings that differ from the baseline, and those of these ids. */
    synchronized List<Sighting> differing(Collection<Long> ids) {
        Set<Long> all = new HashSet<>(differing);
        all.addAll(ids);
        return all.stream().map(sightings::get).filter(Objects::nonNull).toList();
    }

    /** Whether the rows were compared with the mirror as it was at this generation of the chain. */
    synchronized boolean isComparedWith(long generation) {
        return compared != null && compared.generation() == generation;
    }

    /** Whether all was seen that the mirror had when the rows were compared with it. */
    synchronized boolean isAll() {
        return compared != null && compared.isWithin(present());
    }

    /** The body of a row that differs, as far as it is in the heap; else empty. */
    public synchronized String text(long id) {
        TypePayload body = bodies.get(id);
        return body == null ? "" : body.body();
    }

    /** The body that a sighting saw, where it is in the heap; else null. */
    TypePayload body(Sighting sighting) {
        TypePayload body = bodies.get(sighting.id());
        return body != null && body.contentHash().equals(sighting.contentHash()) ? body : null;
    }
}
