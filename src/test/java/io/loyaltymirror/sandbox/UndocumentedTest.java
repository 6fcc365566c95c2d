package io.loyaltymirror.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndocumentedTest {
    private static final String LIST = "chain/706029/loyalty/certificate_types";
    private static final String WHOLE = LIST + "?page_size=100";
    private static final String MEMBERSHIPS = "chain/706029/loyalty/abonement_types";

    @RegisterExtension
    static final RunningSandbox SANDBOX = new RunningSandbox();

    @Test
    void listIsOrderedById() {
        var byWeight = SANDBOX.caller().get(WHOLE).ids();
        undocumented("{\"order\":\"id\"}");
        assertThat(SANDBOX.caller().get(WHOLE).ids())
                .isEqualTo(byWeight.stream().sorted().toList())
                .isNotEqualTo(byWeight);
    }

    @Test
    void randomOrderIsAnotherForEachRequestAndTheSameForTheSameSeed() {
        undocumented("{\"order\":\"random\"}");
        var first = List.of(
                SANDBOX.caller().get(WHOLE).ids(), SANDBOX.caller().get(WHOLE).ids());
        undocumented("{\"order\":\"random\"}");
        var again = List.of(
                SANDBOX.caller().get(WHOLE).ids(), SANDBOX.caller().get(WHOLE).ids());
        assertThat(again).isEqualTo(first);
        assertThat(first.getFirst()).hasSize(12).isNotEqualTo(first.getLast()).hasSameElementsAs(first.getLast());
    }

    @Test
    void readsShowAWriteLate() {
        var created = "chain/720441/loyalty/certificate_types";
        undocumented("{\"read_lag_ms\":60000}");
        var id = SANDBOX.caller()
                .call("POST", created, CertificateTypeWritesTest.DOCUMENTED)
                .at("/data/id");
        assertThat(SANDBOX.caller().get(created + "/" + id).status()).isEqualTo(404);
        assertThat(SANDBOX.caller().get(created).at("/meta/total_count").intValue())
                .isZero();
        undocumented("{\"read_lag_ms\":0}");
        assertThat(SANDBOX.caller().get(created + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void eachWriteIsLateOnItsOwn() {
        var now = new AtomicLong();
        var lag = new ReadLag(now::get);
        var chain = new SandboxChain(1);
        for (int id = 1; id <= 2; id++) {
            lag.keep(chain, Duration.ofNanos(10));
            chain.certificateTypes().put(id, Json.object());
            now.addAndGet(5);
        }
        now.set(9);
        assertThat(seen(lag, chain)).isZero();
        now.set(10);
        assertThat(seen(lag, chain)).isOne();
        now.set(15);
        assertThat(seen(lag, chain)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"current,'',2", "all,'',3", "all,is_archived=0,2", "all,is_archived=1,1", "current,is_archived=1,1"})
    void membershipListHoldsWhatItIsToldTo(String list, String query, int total) {
        undocumented("{\"membership_list\":\"" + list + "\"}");
        assertThat(SANDBOX.caller().get(MEMBERSHIPS + "?" + query).ids()).hasSize(total);
    }

    @Test
    void singleAnswersHaveFewerFieldsThanTheList() {
        undocumented("{\"single_without\":[\"item_type\",\"released_total\"]}");
        var listed = SANDBOX.caller().get(LIST).at("/data/0");
        var single = SANDBOX.caller().get(LIST + "/" + listed.get("id")).at("/data");
        assertThat(listed.size()).isEqualTo(26);
        assertThat(single.size()).isEqualTo(24);
        assertThat(single.has("item_type")).isFalse();
        var created = SANDBOX.caller().call("POST", LIST, CertificateTypeWritesTest.DOCUMENTED);
        assertThat(created.at("/data").size()).isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource({"both,200,200", "chain,200,404", "chains,404,200"})
    void onlyItsSpellingOfThePathIsAccepted(String spelling, int chain, int chains) {
        undocumented("{\"spelling\":\"" + spelling + "\"}");
        assertThat(SANDBOX.caller().get(LIST).status()).isEqualTo(chain);
        assertThat(SANDBOX.caller().get(LIST.replace("chain/", "chains/")).status())
                .isEqualTo(chains);
    }

    @Test
    void totalIsCalledCount() {
        undocumented("{\"total_as_count\":true}");
        assertThat(SANDBOX.caller().get(LIST).at("/meta").toString()).isEqualTo("{\"count\":12}");
    }

    @Test
    void switchesAreTurnedOneByOneAndBadOnesAreRefused() {
        undocumented("{\"order\":\"id\"}");
        undocumented("{\"spelling\":\"chain\"}");
        var settings = SANDBOX.caller().get("/sandbox/settings");
        assertThat(settings.at("/undocumented/order").textValue()).isEqualTo("id");
        assertThat(settings.at("/undocumented/spelling").textValue()).isEqualTo("chain");
        var bad = SANDBOX.caller().call("PATCH", "/sandbox/settings", "{\"undocumented\":{\"order\":\"name\"}}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text()).contains("weight", "random");
    }

    private static int seen(ReadLag lag, SandboxChain chain) {
        return lag.shown(chain, Duration.ofNanos(10)).certificateTypes().size();
    }

    private static void undocumented(String members) {
        SANDBOX.settings("{\"undocumented\":" + members + "}");
    }
}
