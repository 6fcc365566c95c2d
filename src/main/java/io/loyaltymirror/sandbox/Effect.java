package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.EnumNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.EnumNaming;

/** When a write meets its fault. */
@EnumNaming(SnakeCaseStrategy.class)
public enum Effect {
    /** Nothing is changed, even if the answer says so. */
    BEFORE,
    /** What was asked is done, whatever the answer says. */
    AFTER
}
