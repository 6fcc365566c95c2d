package io.loyaltymirror.sync;

import static io.loyaltymirror.Kind.CERTIFICATE_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.ChainId;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.QuickRecovery;
import io.loyaltymirror.mirror.Holds;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Absences too many to be believed: held, seen again, released. */
@QuarkusTest
@TestProfile(QuickRecovery.class)
class HoldTest {

    private static final int TYPES = 30;

    @Inject
    SyncJob job;

    @Inject
    Holds holds;

    Mirror mirror;
    private OwnChain chain;
    private List<Long> ids;
    private final Map<Long, ObjectNode> deleted = new TreeMap<>();

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        chain = new OwnChain(mirror, job, 52);
        chain.make(TYPES, 0);
        ids = chain.certificates().ids().stream().sorted().toList();
        chain.scan(CERTIFICATE_TYPE);
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void asItWas() {
        chain.remove();
    }

    private RunAccount scanAfter(Duration time) {
        chain.later(time);
        return chain.scan(CERTIFICATE_TYPE);
    }

    private RunAccount scan() {
        return scanAfter(Duration.ofMinutes(5));
    }

    private void delete(List<Long> types) {
        types.forEach(id -> {
            deleted.put(id, chain.certificates().find(id).orElseThrow());
            chain.certificates().delete(id);
        });
    }

    private void restore() {
        deleted.forEach((id, row) -> chain.certificates().put(id, row));
    }

    private int release() {
        return holds.release(new ChainId(chain.id()), CERTIFICATE_TYPE, "somebody", "looked at it")
                .await()
                .atMost(Duration.ofSeconds(5))
                .types();
    }

    private String holdsOfTheChain() {
        return mirror.database()
                .text("SELECT string_agg(concat_ws(' ', CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END,"
                        + " released_by, cardinality(ids)), ',' ORDER BY id) FROM hold WHERE chain_id = 52");
    }

    @Test
    void massDeleteIsHeldAndEverythingElsePublished() {
        delete(ids.subList(0, 6));
        chain.certificates().change(ids.getLast(), row -> row.put("title", "Renamed"));
        RunAccount run = scan();
        assertThat(run.getString("outcome")).isEqualTo("HELD");
        assertThat(run.getString("reason")).startsWith("6 absent types are held");
        assertThat(run.getInt("changed")).isEqualTo(1);
        assertThat(chain.certificate(ids.getLast(), "title")).isEqualTo("Renamed");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES);
        assertThat(chain.held()).containsExactlyInAnyOrderElementsOf(ids.subList(0, 6));
        assertThat(mirror.database()
                        .text("SELECT as_of = (SELECT max(started_at) FROM sync_run WHERE chain_id = 52)"
                                + " FROM chain_kind WHERE chain_id = 52 AND kind = 'certificate_type'"))
                .isEqualTo("t");
    }

    @Test
    void fiveAtOnceAreNotHeld() {
        delete(ids.subList(0, 5));
        assertThat(scan().getString("outcome")).isEqualTo("COMPLETE");
        assertThat(chain.in("SUSPECT")).isEqualTo(5);
        assertThat(chain.held()).isEmpty();
    }

    @Test
    void heldStaysHeldInOneHold() {
        delete(ids.subList(0, 6));
        scan();
        delete(ids.subList(6, 12));
        assertThat(scan().getString("outcome")).isEqualTo("HELD");
        RunAccount run = scanAfter(Duration.ofDays(2));
        assertThat(run.getString("reason")).startsWith("12 absent types are held");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES);
        assertThat(holdsOfTheChain()).isEqualTo("open 12");
        assertThat(chain.asked()).isEmpty();
    }

    @Test
    void heldLetsOthersGoDown() {
        delete(ids.subList(0, 6));
        scan();
        delete(List.of(ids.get(20)));
        scan();
        assertThat(scan().getInt("gone")).isEqualTo(1);
        assertThat(chain.certificate(ids.get(20), "state")).isEqualTo("GONE");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES - 1);
    }

    @Test
    void holdClosesByItselfWhenAllAreSeenAgain() {
        delete(ids.subList(0, 6));
        scan();
        chain.certificates().put(ids.getFirst(), deleted.get(ids.getFirst()));
        assertThat(scan().getString("outcome")).isEqualTo("HELD");
        assertThat(chain.held()).containsExactlyInAnyOrderElementsOf(ids.subList(1, 6));
        restore();
        assertThat(scan().getString("outcome")).isEqualTo("COMPLETE");
        assertThat(holdsOfTheChain()).isEqualTo("closed 0");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES);
    }

    @Test
    void emptyListIsHeldAndEndsByItself() {
        delete(ids);
        RunAccount run = scan();
        assertThat(run.getString("outcome")).isEqualTo("HELD");
        assertThat(run.getInt("fetched")).isZero();
        assertThat(chain.held()).hasSize(TYPES);
        restore();
        assertThat(scan().getString("outcome")).isEqualTo("COMPLETE");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES);
        assertThat(chain.held()).isEmpty();
    }

    @Test
    void emptyListConfirmsNoSuspicionUnlessItIsReleased() {
        delete(ids.subList(0, 1));
        scan();
        delete(ids.subList(1, TYPES));
        scan();
        scan();
        assertThat(chain.asked()).isEmpty();
        assertThat(chain.certificate(ids.getFirst(), "state || absences")).isEqualTo("SUSPECT1");
        assertThat(chain.held()).hasSize(TYPES);
        release();
        assertThat(scan().getInt("gone")).isEqualTo(1);
        assertThat(chain.certificate(ids.getFirst(), "state")).isEqualTo("GONE");
    }

    @Test
    void releasedGoesDownTheWholeLadderTwentyARun() {
        delete(ids.subList(0, 25));
        scan();
        assertThat(release()).isEqualTo(25);
        assertThat(scan().getString("outcome")).isEqualTo("COMPLETE");
        assertThat(chain.in("SUSPECT")).isEqualTo(25);
        assertThat(chain.asked()).isEmpty();
        assertThat(scan().getInt("gone")).isEqualTo(20);
        assertThat(chain.asked()).hasSize(21).startsWith(ids.subList(0, 20).toArray(Long[]::new));
        assertThat(scan().getInt("gone")).isEqualTo(5);
        assertThat(chain.in("LIVE")).isEqualTo(5);
        assertThat(holdsOfTheChain()).isEqualTo("open somebody 25");
    }

    /** There is no listed type to ask for as a control: the operator stands in for it. */
    @Test
    void releasedGoesDownThoughNothingIsListed() {
        delete(ids);
        scan();
        release();
        scan();
        scan();
        assertThat(chain.asked()).hasSize(20);
        assertThat(scan().getInt("gone")).isEqualTo(10);
        assertThat(chain.in("GONE")).isEqualTo(TYPES);
        assertThat(chain.lists(ids.getFirst())).isFalse();
    }

    @Test
    void releaseIsOfThoseThatWereHeldThen() {
        delete(ids.subList(0, 6));
        scan();
        release();
        delete(ids.subList(6, 12));
        assertThat(scan().getString("outcome")).isEqualTo("HELD");
        assertThat(chain.held()).containsExactlyInAnyOrderElementsOf(ids.subList(6, 12));
        assertThat(chain.in("SUSPECT")).isEqualTo(6);
        assertThat(scan().getInt("gone")).isEqualTo(6);
        assertThat(chain.in("LIVE")).isEqualTo(TYPES - 6);
    }

    /** Who looked yesterday has not looked at what is absent today. */
    @Test
    void releaseEndsAfterADay() {
        delete(ids.subList(0, 6));
        scan();
        release();
        assertThat(scanAfter(Duration.ofHours(24)).getString("outcome")).isEqualTo("HELD");
        assertThat(holdsOfTheChain()).isEqualTo("closed somebody 6,open 6");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES);
    }

    @Test
    void whatWasReleasedAndIsSeenAgainIsReleasedNoMore() {
        delete(ids.subList(0, 6));
        scan();
        release();
        restore();
        scan();
        delete(ids.subList(0, 6));
        assertThat(scan().getString("outcome")).isEqualTo("HELD");
        assertThat(chain.in("LIVE")).isEqualTo(TYPES);
    }
}
