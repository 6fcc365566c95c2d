package io.loyaltymirror.harness;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what one class logs, from {@link #listen} to {@link #close}. */
public final class LogEar extends Handler {

    private final Logger log;
    private final List<LogRecord> said = new CopyOnWriteArrayList<>();

    private LogEar(Logger log) {
        this.log = log;
    }

    /** Begins to listen. */
    public static LogEar listen(Class<?> type) {
        LogEar ear = new LogEar(Logger.getLogger(type.getName()));
        ear.log.addHandler(ear);
        return ear;
    }

    /** What was logged until now. */
    public List<LogRecord> said() {
        return said;
    }

    @Override
    public void publish(LogRecord line) {
        said.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
