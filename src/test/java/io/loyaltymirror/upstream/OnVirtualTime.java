package io.loyaltymirror.upstream;

import io.loyaltymirror.harness.EmbeddedDatabase;
import io.loyaltymirror.upstream.VirtualBudget.Ask;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The budget's functions on an empty table, at times that the test makes up. */
abstract class OnVirtualTime {

    static final long BEGIN = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();
    static final long SECOND = 1_000;
    static final long MINUTE = 60_000;
    static final Ask SCAN = Ask.of(Traffic.SCAN);
    static final Ask INTERACTIVE = Ask.of(Traffic.INTERACTIVE);

    static EmbeddedDatabase database;
    VirtualBudget budget;

    @BeforeAll
    static void migrate() {
        database = VirtualBudget.migrated();
    }

    @BeforeEach
    void connect() throws SQLException {
        database.execute("TRUNCATE rate_budget");
        budget = new VirtualBudget(database);
    }

    @AfterEach
    void disconnect() throws SQLException {
        budget.close();
    }
}
