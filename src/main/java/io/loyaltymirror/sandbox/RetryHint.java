package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** How an answer says when to come again. */
@EnumNaming(SnakeCaseStrategy.class)
public enum RetryHint {
    NONE,
    /** {@code Retry-After: 7}. */
    SECONDS,
    /** {@code Retry-After: Wed, 21 Oct 2026 07:28:00 GMT}, rounded up to a whole second. */
    DATE,
    /** "… через 7 секунд" as the message, as Altegio was seen to do. */
    BODY
}
