package io.loyaltymirror.sync;

import static io.loyaltymirror.Kind.CERTIFICATE_TYPE;
import static io.loyaltymirror.Kind.MEMBERSHIP_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.OwnTime;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.LoggedRequest;
import io.loyaltymirror.sandbox.PageDamage;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way of an absent type from upstream's list down. */
@QuarkusTest
@TestProfile(OwnTime.class)
class LadderTest {

    private static final String ONE_BY_ID = "/51/loyalty/certificate_types/\\d+";

    @Inject
    SyncJob job;

    Mirror mirror;
    private OwnChain chain;
    private long id;
    private long member;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        chain = new OwnChain(mirror, job, 51);
        chain.make(12, 4);
        id = chain.certificates().ids().get(5);
        member = chain.memberships().ids().getFirst();
        chain.scan(CERTIFICATE_TYPE);
        chain.scan(MEMBERSHIP_TYPE);
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void asItWas() {
        chain.remove();
    }

    private RunAccount scan() {
        return chain.scan(CERTIFICATE_TYPE);
    }

    private RunAccount scanAfter(Duration time) {
        chain.later(time);
        return scan();
    }

    private String state(long type) {
        return chain.certificate(type, "state || ' ' || absences");
    }

    @Test
    void absentOnceIsSuspectedAndServedOn() {
        long generation = chain.generation();
        chain.certificates().delete(id);
        RunAccount run = scan();
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(state(id)).isEqualTo("SUSPECT 1");
        assertThat(chain.served(id)).isEqualTo(200);
        assertThat(chain.lists(id)).isTrue();
        assertThat(chain.generation()).as("readers see no difference").isEqualTo(generation);
        assertThat(chain.asked()).isEmpty();
    }

    @Test
    void askedForByIdAtTheSecondLookAndNotSooner() {
        chain.certificates().delete(id);
        scan();
        scanAfter(Duration.ofSeconds(40));
        assertThat(chain.asked()).isEmpty();
        assertThat(state(id)).isEqualTo("SUSPECT 2");
        scanAfter(Duration.ofSeconds(21));
        assertThat(chain.asked()).hasSize(2).startsWith(id).doesNotHaveDuplicates();
    }

    @Test
    void deniedBesideAControlThatIsAnsweredIsGone() {
        long generation = chain.generation();
        chain.certificates().delete(id);
        scan();
        RunAccount run = scanAfter(Duration.ofMinutes(1));
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("gone")).isEqualTo(1);
        assertThat(state(id)).isEqualTo("GONE 0");
        assertThat(chain.history(id)).isEqualTo("CREATED scan,GONE denied");
        assertThat(chain.served(id)).isEqualTo(404);
        assertThat(chain.lists(id)).isFalse();
        assertThat(chain.generation()).isEqualTo(generation + 1);
        scanAfter(Duration.ofMinutes(5));
        assertThat(chain.asked()).as("what is gone is asked for no more").hasSize(2);
    }

    /** A credential that lost its rights, or an upstream in trouble, denies everything. */
    @Test
    void deniedBesideAControlThatIsDeniedTooStaysSuspected() {
        chain.certificates().delete(id);
        scan();
        mirror.sandbox()
                .faults()
                .next(Fault.of(CannedAnswer.of(404)).on("GET", ONE_BY_ID).repeated(9));
        RunAccount run = scanAfter(Duration.ofMinutes(1));
        assertThat(chain.asked()).hasSize(2);
        assertThat(run.getInt("gone")).isZero();
        assertThat(state(id)).isEqualTo("SUSPECT 2");
        assertThat(chain.served(id)).isEqualTo(200);
        mirror.sandbox().faults().clear();
        scanAfter(Duration.ofMinutes(5));
        assertThat(state(id)).isEqualTo("GONE 0");
    }

    @Test
    void deniedInAnotherFormThanAltegiosStaysSuspected() {
        chain.certificates().delete(id);
        scan();
        mirror.sandbox()
                .faults()
                .next(Fault.of(CannedAnswer.html(404))
                        .on("GET", "/51/loyalty/certificate_types/" + id)
                        .repeated(9));
        scanAfter(Duration.ofMinutes(1));
        assertThat(chain.asked()).startsWith(id);
        assertThat(state(id)).isEqualTo("SUSPECT 2");
    }

    @Test
    void incompleteScanIsNoSecondAbsence() {
        chain.certificates().delete(id);
        scan();
        mirror.sandbox()
                .faults()
                .next(Fault.of(PageDamage.TOTAL_TOO_LARGE).on("GET", "/51/").repeated(6));
        RunAccount run = scanAfter(Duration.ofMinutes(5));
        assertThat(run.getString("outcome")).isEqualTo("PARTIAL");
        assertThat(run.getInt("attempts")).isEqualTo(3);
        assertThat(state(id)).isEqualTo("SUSPECT 1");
        assertThat(chain.asked()).isEmpty();
    }

    @Test
    void archivedRowsAreRows() {
        chain.certificates().change(id, row -> row.put("is_archived", true));
        chain.memberships().change(member, row -> row.put("is_archived", true));
        scan();
        chain.scan(MEMBERSHIP_TYPE);
        assertThat(state(id)).isEqualTo("LIVE 0");
        assertThat(chain.membership(member, "state || ' ' || is_archived")).isEqualTo("LIVE true");
        assertThat(chain.history(member)).isEqualTo("CREATED scan,CHANGED scan");
    }

    /** Upstream answers for a deleted one by id, so nobody asks for it. */
    @Test
    void membershipTypeIsGoneAfterThreeScansOverAnHour() {
        chain.memberships().delete(member);
        membershipsAfter(Duration.ZERO, "SUSPECT 1");
        membershipsAfter(Duration.ofMinutes(30), "SUSPECT 2");
        membershipsAfter(Duration.ofMinutes(29), "SUSPECT 3");
        membershipsAfter(Duration.ofMinutes(1), "GONE 0");
        assertThat(chain.history(member)).isEqualTo("CREATED scan,GONE unlisted");
        assertThat(chain.asked()).isEmpty();
    }

    /** In the third scan it is in no view that is read: it moves behind the reader's back, once or forth and back. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void membershipTypeThatMovesBetweenTheViewsIsLookedForOnceMore(int moves) {
        ObjectNode row = chain.memberships().find(member).orElseThrow();
        chain.memberships().delete(member);
        membershipsAfter(Duration.ZERO, "SUSPECT 1");
        membershipsAfter(Duration.ofHours(1), "SUSPECT 2");
        putArchived(row, true);
        chain.later(Duration.ofHours(1));
        mirror.sandbox().requests().clear();
        mirror.sandbox().requests().beforeAnswers(answer -> moveBehind(answer, row, moves));
        long third = chain.begin(MEMBERSHIP_TYPE);
        assertThat(chain.closed(third).getString("outcome")).isEqualTo("COMPLETE");
        assertThat(chain.membership(member, "state || ' ' || absences")).isEqualTo("SUSPECT 3");
        assertThat(membershipLists()).isEqualTo(4);
        membershipsAfter(Duration.ZERO, "LIVE 0");
    }

    private void moveBehind(LoggedRequest answer, ObjectNode row, int moves) {
        long read = membershipLists();
        if (isMembershipList(answer) && read <= moves) {
            putArchived(row, read % 2 == 0);
        }
    }

    private void putArchived(ObjectNode row, boolean archived) {
        chain.memberships().put(member, row.deepCopy().put("is_archived", archived));
    }

    private long membershipLists() {
        return mirror.sandbox().requests().all().stream()
                .filter(LadderTest::isMembershipList)
                .count();
    }

    private static boolean isMembershipList(LoggedRequest request) {
        return request.path().endsWith("/51/loyalty/abonement_types");
    }

    @Test
    void membershipTypeNeedsThreeScansHoweverLongTheyTake() {
        chain.memberships().delete(member);
        membershipsAfter(Duration.ZERO, "SUSPECT 1");
        membershipsAfter(Duration.ofHours(2), "SUSPECT 2");
        membershipsAfter(Duration.ofSeconds(1), "GONE 0");
    }

    private void membershipsAfter(Duration time, String state) {
        chain.later(time);
        assertThat(chain.scan(MEMBERSHIP_TYPE).getString("outcome")).isEqualTo("COMPLETE");
        assertThat(chain.membership(member, "state || ' ' || absences")).isEqualTo(state);
    }
}
