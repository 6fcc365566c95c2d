package io.loyaltymirror.upstream;

import java.util.OptionalLong;

/**
 * A row that cannot be mirrored as it is.
 *
 * @param id its id, where at least that could be read
 * @param reason what is wrong, for people; holds nothing of the row's content
 * @param raw the row as it came
 */
public record UnreadableRow(OptionalLong id, String reason, String raw) {}
