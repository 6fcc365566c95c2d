package io.loyaltymirror.mirror;

import io.loyaltymirror.ChainId;

/**
 * The right to publish a chain's types, until somebody claims the chain anew.
 *
 * @param number the chain's fence when it was claimed
 */
public record Fence(ChainId chain, long number) {}
