package io.loyaltymirror.bench.figures;

/** The command {@code figures}. */
public final class Figures {

    private Figures() {}

    public static int write() {
        throw new UnsupportedOperationException("not yet");
    }
}
