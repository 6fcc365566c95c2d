package io.loyaltymirror.sync;

import static io.loyaltymirror.Kind.CERTIFICATE_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loyaltymirror.harness.Mirror;
import io.loyaltymirror.harness.QuickRecovery;
import io.loyaltymirror.sandbox.CannedAnswer;
import io.loyaltymirror.sandbox.Fault;
import io.loyaltymirror.sandbox.SandboxSettings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps an absent type from going down, and what brings it back. */
@QuarkusTest
@TestProfile(QuickRecovery.class)
class LadderUpTest {

    @Inject
    SyncJob job;

    Mirror mirror;
    private OwnChain chain;
    private long id;

    @BeforeEach
    void chain() {
        mirror.awaitFirstSync();
        chain = new OwnChain(mirror, job, 53);
        chain.make(12, 4);
        id = chain.certificates().ids().get(5);
        chain.scan(CERTIFICATE_TYPE);
        mirror.sandbox().requests().clear();
    }

    @AfterEach
    void asItWas() {
        mirror.database().execute("DROP TRIGGER IF EXISTS refuse ON certificate_type");
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

    private void goneIsId() {
        chain.certificates().delete(id);
        scan();
        scanAfter(Duration.ofMinutes(1));
        assertThat(state(id)).isEqualTo("GONE 0");
    }

    /** Nobody documents whether the list has archived rows: here it has not, and upstream answers for them by id. */
    @Test
    void answeredByIdIsThereAndAFalseDeletePrevented() {
        archivedAreListed(false);
        chain.certificates().change(id, row -> row.put("is_archived", true));
        scan();
        RunAccount run = scanAfter(Duration.ofMinutes(1));
        assertThat(run.getInt("gone")).isZero();
        assertThat(run.getInt("prevented")).isPositive();
        assertThat(state(id)).isEqualTo("LIVE 0");
        assertThat(chain.certificate(id, "listed || ' ' || is_archived")).isEqualTo("false true");
        assertThat(chain.history(id)).isEqualTo("CREATED scan,CHANGED answered");
        assertThat(chain.served(id)).isEqualTo(200);
        assertThat(chain.lists(id)).isFalse();
    }

    private void archivedAreListed(boolean listed) {
        SandboxSettings settings = mirror.sandbox().settings();
        ObjectNode members = JsonNodeFactory.instance.objectNode().put("archived_listed", listed);
        mirror.sandbox().settings(settings.with(members));
    }

    @Test
    void answeredByIdIsAskedForDailyAndCountedOnce() {
        answeredByIdIsThereAndAFalseDeletePrevented();
        mirror.sandbox().requests().clear();
        scanAfter(Duration.ofHours(23));
        assertThat(chain.asked()).isEmpty();
        RunAccount run = scanAfter(Duration.ofHours(1));
        assertThat(chain.asked()).contains(id);
        assertThat(run.getInt("prevented")).isZero();
        scanAfter(Duration.ofMinutes(5));
        assertThat(chain.asked()).containsOnlyOnce(id);
        archivedAreListed(true);
        scanAfter(Duration.ofMinutes(5));
        assertThat(chain.lists(id)).isTrue();
        assertThat(chain.history(id)).isEqualTo("CREATED scan,CHANGED answered,CHANGED scan");
    }

    @Test
    void answeredByIdIsGoneOnceItIsDenied() {
        answeredByIdIsThereAndAFalseDeletePrevented();
        chain.certificates().delete(id);
        scanAfter(Duration.ofMinutes(5));
        assertThat(state(id)).isEqualTo("LIVE 0");
        scanAfter(Duration.ofDays(1));
        assertThat(state(id)).isEqualTo("GONE 0");
        assertThat(chain.history(id)).isEqualTo("CREATED scan,CHANGED answered,GONE denied");
    }

    @Test
    void goneThatIsSeenAgainIsBack() {
        ObjectNode row = chain.certificates().find(id).orElseThrow();
        goneIsId();
        chain.certificates().put(id, row);
        RunAccount run = scanAfter(Duration.ofMinutes(5));
        assertThat(run.getInt("changed")).isEqualTo(1);
        assertThat(state(id)).isEqualTo("LIVE 0");
        assertThat(chain.history(id)).isEqualTo("CREATED scan,GONE denied,BACK scan");
        assertThat(chain.lists(id)).isTrue();
    }

    @Test
    void sightingEndsASuspicion() {
        ObjectNode row = chain.certificates().find(id).orElseThrow();
        chain.certificates().delete(id);
        scan();
        chain.certificates().put(id, row);
        RunAccount run = scanAfter(Duration.ofMinutes(5));
        assertThat(run.getInt("unchanged")).isEqualTo(12);
        assertThat(state(id)).isEqualTo("LIVE 0");
        chain.certificates().delete(id);
        scanAfter(Duration.ofMinutes(5));
        assertThat(state(id)).isEqualTo("SUSPECT 1");
        assertThat(chain.asked()).isEmpty();
        assertThat(chain.history(id)).isEqualTo("CREATED scan");
    }

    /** That it cannot be read says nothing of its absence; its last body stays. */
    @Test
    void rowThatCannotBeReadIsASighting() {
        ObjectNode row = chain.certificates().find(id).orElseThrow();
        chain.certificates().delete(id);
        scan();
        chain.certificates().put(id, row.deepCopy().put("title", "a\u0000b"));
        RunAccount run = scanAfter(Duration.ofMinutes(5));
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("quarantined")).isEqualTo(1);
        assertThat(state(id)).isEqualTo("LIVE 0");
        assertThat(chain.certificate(id, "title")).isEqualTo(row.get("title").textValue());
        assertThat(chain.asked()).isEmpty();
    }

    /** Upstream has it, whatever our database makes of that. */
    @Test
    void rowThatTheDatabaseRefusesIsASighting() {
        ObjectNode row = chain.certificates().find(id).orElseThrow();
        chain.certificates().delete(id);
        scan();
        chain.certificates().put(id, row.deepCopy().put("title", "Refused"));
        refuseRows("new.id = " + id + " AND new.body->>'title' = 'Refused'");
        RunAccount run = scanAfter(Duration.ofMinutes(5));
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("quarantined")).isEqualTo(1);
        assertThat(state(id)).isEqualTo("LIVE 0");
        assertThat(chain.certificate(id, "title")).isEqualTo(row.get("title").textValue());
        assertThat(chain.asked()).isEmpty();
    }

    private void refuseRows(String condition) {
        mirror.database().execute("""
                CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF %s THEN RAISE 'no' USING ERRCODE = '22023'; END IF; RETURN new; END $$;
                CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON certificate_type
                    FOR EACH ROW EXECUTE FUNCTION refuse()""".formatted(condition));
    }

    /** Nobody can be asked for beside it, and an upstream that denies everything would be believed. */
    @Test
    void listOfWhichNoRowCanBeReadConfirmsNoAbsence() {
        chain.certificates().delete(id);
        scan();
        chain.certificates()
                .ids()
                .forEach(other -> chain.certificates().change(other, row -> row.put("title", "a\u0000b")));
        Fault denial = Fault.of(CannedAnswer.of(404)).on("GET", "/53/loyalty/certificate_types/\\d+");
        mirror.sandbox().faults().next(denial.repeated(9));
        RunAccount run = scanAfter(Duration.ofMinutes(5));
        assertThat(run.getString("outcome")).isEqualTo("COMPLETE");
        assertThat(run.getInt("quarantined")).isEqualTo(11);
        assertThat(state(id)).isEqualTo("SUSPECT 2");
        assertThat(chain.asked()).isEmpty();
    }
}
