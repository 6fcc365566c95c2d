package io.loyaltymirror;

/** A chain of salons, by the id that Altegio gave it. */
public record ChainId(long value) {

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
