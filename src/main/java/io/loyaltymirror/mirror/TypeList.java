package io.loyaltymirror.mirror;

import java.util.List;

/**
 * One page of mirrored types.
 *
 * @param total how many types match in all
 * @param bodies the page's rows, each a JSON text
 */
public record TypeList(long total, List<String> bodies) {}
