package io.loyaltymirror.api.mirror;

import io.loyaltymirror.api.Numbers;

/**
 * Which part of a list, newest first.
 *
 * @param before only what is older than this id
 * @param limit at most so many
 */
record Paging(long before, int limit) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;

    static Paging read(String before, String limit) {
        return new Paging(Numbers.read("before", before, 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE), (int)
                Numbers.read("limit", limit, 1, MAX_LIMIT).orElse(DEFAULT_LIMIT));
    }
}
