package io.loyaltymirror.bench.sync;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Processes and files that were opened one after the other: closed together, the newest first, also where the next one failed. */
final class Opened implements AutoCloseable {

    private final Deque<AutoCloseable> all = new ArrayDeque<>();

    /** Opens things of which a later one may fail. */
    interface Opening<T> {
        T open(Opened opened) throws Exception;
    }

    /** Gives what was opened; where that failed, nothing stays open. */
    static <T> T orNothing(Opening<T> opening) throws Exception {
        Opened opened = new Opened();
        try {
            return opening.open(opened);
        } catch (Exception e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    <T extends AutoCloseable> T add(T one) {
        all.push(one);
        return one;
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Closes all of them, whatever one of them says. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!all.isEmpty()) {
            try {
                all.pop().close();
            } catch (Exception e) {
                IOException next = new IOException("something did not close", e);
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
