package io.loyaltymirror.mirror;

/**
 * One page of mirrored types.
 *
 * @param total how many types match in all
 * @param bodies the page's rows
 */
public record TypeList(long total, Bodies bodies) {}
