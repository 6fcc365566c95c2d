package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a membership type is archived: the vendor's documents and its own client disagree. */
public enum ArchiveForm {
    /** {@code PATCH …/{id}/archive} with {@code {"is_archived": true}}, answered 204. */
    @JsonProperty("documented")
    DOCUMENTED,

    /** {@code PATCH …/{id}} with {@code "0"} or {@code "1"}, answered 200 with the row; booleans are 422. */
    @JsonProperty("client")
    CLIENT
}
