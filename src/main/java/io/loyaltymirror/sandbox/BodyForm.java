package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** What the body of a canned answer is. */
@EnumNaming(SnakeCaseStrategy.class)
public enum BodyForm {
    /** {@code success:false} with the message and the errors. */
    ENVELOPE,
    /** {@code success:true} with {@code data:null}. */
    SUCCESS,
    /** A page as a CDN sends it, with the message in it. */
    HTML,
    EMPTY,
    /** The given text, as {@code text/plain} unless a content type is given. */
    TEXT
}
