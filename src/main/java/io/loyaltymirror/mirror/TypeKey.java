package io.loyaltymirror.mirror;

/** The primary key of a mirrored type: upstream's ids are unique inside a chain only. */
public record TypeKey(long chainId, long id) {}
