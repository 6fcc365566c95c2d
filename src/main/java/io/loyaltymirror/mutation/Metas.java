package io.loyaltymirror.mutation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;

/** What stands beside {@code success: false} in an envelope. */
final class Metas {

    private Metas() {}

    /** Upstream's own, if it has any. */
    static String of(Rejected refused) {
        return refused.meta().orElseGet(() -> message(refused.getMessage()));
    }

    static String message(String words) {
        return JsonNodeFactory.instance.objectNode().put("message", words).toString();
    }
}
