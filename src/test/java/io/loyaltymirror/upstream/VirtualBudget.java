package io.loyaltymirror.upstream;

import io.loyaltymirror.harness.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.flywaydb.core.Flyway;

/** The budget's functions at times that the test makes up, so that hours pass in seconds. Times are milliseconds. */
final class VirtualBudget implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement take;
    private final PreparedStatement settle;
    private final PreparedStatement rescan;

    VirtualBudget(EmbeddedDatabase database) throws SQLException {
        connection = database.connect();
        take = connection.prepareStatement("SELECT permit, due, seen_at FROM mirror_permit(?, ?, ?, ?, ?, ?, ?, ?)");
        settle = connection.prepareStatement("SELECT mirror_permit_settle(?, ?, ?)");
        rescan = connection.prepareStatement("SELECT mirror_rescan(?, ?, ?, ?)");
    }

    static EmbeddedDatabase migrated() {
        EmbeddedDatabase database = EmbeddedDatabase.create();
        Flyway.configure()
                .dataSource("jdbc:" + database.url(), "postgres", "")
                .load()
                .migrate();
        return database;
    }

    /**
     * @param waited how long its process has waited for it
     */
    record Ask(String egress, int perSecond, int perMinute, int reserve, Traffic traffic, int late, int waited) {

        static Ask of(Traffic traffic) {
            return new Ask("default", 5, 200, 20, traffic, 50, 0);
        }

        Ask as(Traffic other) {
            return new Ask(egress, perSecond, perMinute, reserve, other, late, waited);
        }

        Ask limits(int second, int minute, int kept) {
            return new Ask(egress, second, minute, kept, traffic, late, waited);
        }

        Ask at(String address) {
            return new Ask(address, perSecond, perMinute, reserve, traffic, late, waited);
        }

        Ask late(int millis) {
            return new Ask(egress, perSecond, perMinute, reserve, traffic, millis, waited);
        }

        Ask waited(long millis) {
            return new Ask(egress, perSecond, perMinute, reserve, traffic, late, (int) millis);
        }
    }

    /** @param time of the permit; without a permit: when to ask again */
    record Permitted(OptionalLong permit, long time, Instant seenAt) {}

    Permitted ask(Ask ask, long now) throws SQLException {
        take.setString(1, ask.egress());
        take.setInt(2, ask.perSecond());
        take.setInt(3, ask.perMinute());
        take.setInt(4, ask.reserve());
        take.setBoolean(5, ask.traffic() == Traffic.SCAN);
        take.setInt(6, ask.late());
        take.setInt(7, ask.waited());
        take.setTimestamp(8, new Timestamp(now));
        try (ResultSet row = take.executeQuery()) {
            row.next();
            long permit = row.getLong("permit");
            OptionalLong number = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(permit);
            Timestamp seen = row.getTimestamp("seen_at");
            return new Permitted(number, now + row.getInt("due"), seen == null ? null : seen.toInstant());
        }
    }

    /** Waits as long as it is told to. */
    Permitted take(Ask ask, long now) throws SQLException {
        long at = now;
        Permitted answer = ask(ask, at);
        while (answer.permit().isEmpty()) {
            at = answer.time();
            answer = ask(ask, at);
        }
        return answer;
    }

    /** Always one more waits; each leaves on time. */
    List<Long> fullSpeed(Ask ask, long begin, int permits) throws SQLException {
        List<Long> times = new ArrayList<>();
        long now = begin;
        for (int i = 0; i < permits; i++) {
            Permitted permitted = take(ask, now);
            left(permitted, 0);
            times.add(permitted.time());
            now = permitted.time();
        }
        return times;
    }

    void left(Permitted permitted, int late) throws SQLException {
        settle(permitted, late, Types.INTEGER);
    }

    void giveBack(Permitted permitted) throws SQLException {
        settle(permitted, null, Types.INTEGER);
    }

    private void settle(Permitted permitted, Integer late, int type) throws SQLException {
        settle.setString(1, "default");
        settle.setLong(2, permitted.permit().orElseThrow());
        settle.setObject(3, late, type);
        settle.execute();
    }

    void pause(long wait, long now) throws SQLException {
        try (PreparedStatement pause = connection.prepareStatement("SELECT mirror_permit_pause('default', ?, ?)")) {
            pause.setLong(1, wait);
            pause.setTimestamp(2, new Timestamp(now));
            pause.execute();
        }
    }

    /** Whether the pages may be read again, where scans may send so many requests a minute. */
    boolean rescan(String egress, int pages, int share, long now) throws SQLException {
        rescan.setString(1, egress);
        rescan.setInt(2, pages);
        rescan.setInt(3, share);
        rescan.setTimestamp(4, new Timestamp(now));
        try (ResultSet row = rescan.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
