package io.loyaltymirror.mirror;

import java.util.List;

/** Types as JSON in UTF-8, with commas between them; never read, only copied into an answer. */
public sealed interface Bodies {

    /** How long all of it is. */
    int length();

    /** Writes all of it into an answer, from there on. */
    void copyTo(byte[] answer, int at);

    /** Neighbours in a snapshot: one piece of its bytes. */
    record Slice(byte[] bytes, int from, int length) implements Bodies {

        @Override
        public void copyTo(byte[] answer, int at) {
            System.arraycopy(bytes, from, answer, at, length);
        }
    }

    /** Types from here and there. */
    record Several(List<? extends Bodies> types, int length) implements Bodies {

        static Several of(List<? extends Bodies> types) {
            int commas = Math.max(0, types.size() - 1);
            return new Several(
                    types, commas + types.stream().mapToInt(Bodies::length).sum());
        }

        @Override
        public void copyTo(byte[] answer, int at) {
            int to = at;
            for (Bodies type : types) {
                if (to > at) {
                    answer[to++] = ',';
                }
                type.copyTo(answer, to);
                to += type.length();
            }
        }
    }
}
