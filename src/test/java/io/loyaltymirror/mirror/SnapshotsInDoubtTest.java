package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loyaltymirror.Kind;
import io.loyaltymirror.harness.LogEar;
import io.loyaltymirror.mirror.ChainStanding.Told;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is served, and told, where a load or a look ends badly, late or never. */
class SnapshotsInDoubtTest extends SteppedSnapshots {

    private static final Instant LATER = Instant.now().plusSeconds(60);

    private LogEar log;

    @BeforeEach
    void listen() {
        log = LogEar.listen(Snapshots.class);
    }

    @AfterEach
    void listenNoMore() {
        log.close();
    }

    @Test
    void whatIsHeardThatTheChainWasLookedAtLaterIsNotForgotten() {
        held(5);
        snapshots.published(new Told(1, Optional.of(new ChainStanding(1, 5, Map.of(Kind.CERTIFICATE_TYPE, LATER)))));
        assertThat(found(read()).asOf()).isEqualTo(LATER.toString());
        snapshots.published(new Told(1, Optional.of(standing(5))));
        assertThat(found(read()).asOf()).as("told by one who was late").isEqualTo(LATER.toString());
        snapshots.wrote(CHAIN);
        var read = read();
        loads.remove().complete(snapshot(5));
        assertThat(found(read).asOf()).as("a load that began before").isEqualTo(LATER.toString());
    }

    @Test
    void chainThatALookDoesNotFindIsServedNoMore() {
        held(5);
        isHearing = false;
        var read = read();
        looks.remove().complete(Map.of());
        loads.remove().complete(Optional.empty());
        assertThat(read.awaitItem().getItem()).isInstanceOf(Reading.UnknownChain.class);
    }

    @Test
    void whoWantsItSoComparesAtEachRead() {
        begin(Map.of("mirror.snapshots.compare", "always"));
        held(5);
        var first = read();
        var second = read();
        assertThat(looks).as("each its own").hasSize(2);
        looks.remove().complete(Map.of(1L, standing(5)));
        assertThat(generation(first)).isEqualTo("1.5");
        looks.remove().complete(Map.of(1L, standing(6)));
        loads.remove().complete(snapshot(6));
        assertThat(generation(second)).isEqualTo("1.6");
    }

    @Test
    void somebodyElsesLoadIsServedWhereTheLookFails() {
        held(5);
        isHearing = false;
        var read = read();
        snapshots.published(new Told(1, Optional.of(standing(6))));
        loads.remove().complete(snapshot(6));
        looks.remove().fail(new IOException("away"));
        assertThat(generation(read)).isEqualTo("1.6");
    }

    @Test
    void oneReadAtATimeWaitsForALoadInVain() {
        held(5);
        snapshots.wrote(CHAIN);
        var first = read();
        loads.remove().fail(new IOException("away"));
        assertThat(generation(first)).isEqualTo("1.5");
        var prober = read();
        assertThat(generation(read())).as("nobody else waits").isEqualTo("1.5");
        loads.remove().complete(snapshot(6));
        assertThat(generation(prober)).isEqualTo("1.6");
    }

    @Test
    void whatIsHeardAndDoesNotComeIsWaitedForByTheNextRead() {
        held(5);
        snapshots.published(new Told(1, Optional.of(standing(6))));
        await().atMost(Duration.ofSeconds(5)).until(() -> read().getItem() == null);
        var read = read();
        loads.remove().complete(snapshot(5));
        loads.remove().complete(snapshot(6));
        assertThat(generation(read)).isEqualTo("1.6");
    }

    @Test
    void lookThatFailsUnexpectedlyIsToldToItsReader() {
        held(5);
        isHearing = false;
        var read = read();
        looks.remove().fail(new IllegalStateException("odd"));
        read.awaitFailure().assertFailedWith(IllegalStateException.class, "odd");
        assertThat(log.said()).as("he tells").isEmpty();
    }

    @Test
    void lookThatFailsUnexpectedlyAfterItsReaderGaveUpIsToldOnce() {
        held(5);
        isHearing = false;
        assertThat(generation(read())).isEqualTo("1.5");
        looks.remove().fail(new IllegalStateException("odd"));
        assertThat(log.said()).hasSize(1);
        assertThat(log.said().getFirst().getLevel().getName()).startsWith("WARN");
        assertThat(log.said().getFirst().getMessage()).contains("failed unexpectedly: chain=1");
        isHearing = true;
        assertThat(generation(read())).isEqualTo("1.5");
    }
}
