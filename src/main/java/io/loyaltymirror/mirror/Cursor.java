package io.loyaltymirror.mirror;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a chain's changes, behind one of them: {@code 1.42:3}, epoch, generation and position in it. Without a position
 * ({@code 1.42}, as {@code Mirror-Generation} has it) behind all of that generation.
 */
public record Cursor(int epoch, long generation, int seq) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,18})(?::(\\d{1,9}))?");

    /** Empty where the text is no cursor. */
    public static Optional<Cursor> of(String text) {
        Matcher form = FORM.matcher(text.strip());
        return form.matches()
                ? Optional.of(new Cursor(
                        Integer.parseInt(form.group(1)),
                        Long.parseLong(form.group(2)),
                        form.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(form.group(3))))
                : Optional.empty();
    }

    boolean isBefore(long otherGeneration, int otherSeq) {
        return generation < otherGeneration || (generation == otherGeneration && seq < otherSeq);
    }

    @Override
    public String toString() {
        return seq == Integer.MAX_VALUE ? epoch + "." + generation : epoch + "." + generation + ":" + seq;
    }
}
