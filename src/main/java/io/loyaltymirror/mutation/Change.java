package io.loyaltymirror.mutation;

import io.loyaltymirror.ChainId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a caller asks to be changed.
 *
 * @param typeId empty for a create
 * @param request the body as it goes upstream, checked; of an archive {@code true} or {@code false}
 */
public record Change(Operation operation, ChainId chain, OptionalLong typeId, By by, String request) {

    /**
     * Who asks.
     *
     * @param caller the name of the caller's key
     * @param key the caller's {@code Idempotency-Key}; empty where none was given
     */
    public record By(String caller, Optional<String> key) {}

    /** @param request Altegio's documented body */
    public static Change create(ChainId chain, By by, String request) {
        return new Change(Operation.CREATE, chain, OptionalLong.empty(), by, request);
    }

    /** @param request Altegio's documented body, complete */
    public static Change update(ChainId chain, long id, By by, String request) {
        return new Change(Operation.UPDATE, chain, OptionalLong.of(id), by, request);
    }

    public static Change delete(ChainId chain, long id, By by) {
        return new Change(Operation.DELETE, chain, OptionalLong.of(id), by, "");
    }

    /** @param isArchived the wanted state */
    public static Change archive(ChainId chain, long id, By by, boolean isArchived) {
        return new Change(Operation.ARCHIVE, chain, OptionalLong.of(id), by, Boolean.toString(isArchived));
    }

    String caller() {
        return by.caller();
    }

    Optional<String> key() {
        return by.key();
    }
}
