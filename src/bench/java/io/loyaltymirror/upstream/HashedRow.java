package io.loyaltymirror.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.loyaltymirror.Kind;

/** The service's own hashes of a row: a mirror that was not filled by a sync has what a sync would have written. */
public final class HashedRow {

    private static final RowReader READER = new RowReader(Kind.CERTIFICATE_TYPE);

    private HashedRow() {}

    /** @param body as upstream sends a certificate type */
    public static TypePayload of(String body) {
        try {
            return ((RowReader.Readable) READER.read(Json.MAPPER.readTree(body))).payload();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + body, e);
        }
    }
}
