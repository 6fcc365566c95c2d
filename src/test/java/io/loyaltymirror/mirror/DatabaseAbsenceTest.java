package io.loyaltymirror.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseAbsenceTest {

    /** As the server sends them; only state and file are the same in every language. */
    private static PgException refused(String state, String file) {
        return new PgException(
                "message", "FATAL", state, null, null, null, null, null, null, file, "1", null, null, null, null, null,
                null);
    }

    @ParameterizedTest
    @CsvSource({
        "57P03, postmaster.c, true",
        "57P01, postgres.c, true",
        "08006, , true",
        "3D000, postinit.c, true",
        "25P03, postgres.c, true",
        // The database does not accept connections now; a session is set up for nothing else.
        "55000, postinit.c, true",
        // A sequence that was not used yet, a view that is not filled, and the like.
        "55000, sequence.c, false",
        "55000, , false",
        "55P03, postinit.c, false",
        "23505, nbtinsert.c, false",
        "42P01, parse_relation.c, false"
    })
    void toldFromARefusalByStateAndWhereItComesFrom(String state, String file, boolean isAway) {
        assertThat(DatabaseAbsence.isReason(refused(state, file))).isEqualTo(isAway);
        assertThat(DatabaseAbsence.isReason(new CompletionException(refused(state, file))))
                .isEqualTo(isAway);
    }

    @Test
    void oneLineSaysWhyOfSeveralFailuresToo() {
        Throwable both = new CompositeException(new IOException("refused\nby all"), new IOException("again"));
        assertThat(DatabaseAbsence.words(both)).isEqualTo("refused");
        assertThat(DatabaseAbsence.words(new IllegalStateException("one\ntwo"))).isEqualTo("one");
        assertThat(DatabaseAbsence.words(new TimeoutException())).isEqualTo("no answer in time");
        assertThat(DatabaseAbsence.isReason(new io.smallrye.mutiny.TimeoutException()))
                .isTrue();
    }

    @Test
    void lostConnectionsAndWhatWasLostWithThem() {
        assertThat(DatabaseAbsence.isReason(new IOException("refused"))).isTrue();
        assertThat(DatabaseAbsence.isReason(new TimeoutException())).isTrue();
        assertThat(DatabaseAbsence.isReason(new NoStackTraceThrowable("not active")))
                .isTrue();
        assertThat(DatabaseAbsence.isReason(new StagedRowsLostException(1))).isTrue();
        assertThat(DatabaseAbsence.isReason(new IllegalStateException())).isFalse();
    }
}
