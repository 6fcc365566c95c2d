package io.loyaltymirror.mutation;

import io.loyaltymirror.upstream.RequestJson;
import io.loyaltymirror.upstream.TypePayload;

/** Whether what upstream shows is what a change was to bring about. */
final class Effect {

    private Effect() {}

    static boolean isArchived(TypePayload type) {
        return RequestJson.object(type.body()).orElseThrow().path("is_archived").asBoolean();
    }

    /** Of a change of a type that is there. */
    static boolean isShown(Entry entry, TypePayload now) {
        return switch (entry.operation()) {
            case UPDATE, CREATE -> Request.of(entry.request()).isShownBy(now);
            case ARCHIVE -> isArchived(now) == entry.wantsArchived();
            case DELETE -> false;
        };
    }
}
