package io.loyaltymirror.mirror;

/**
 * What became of the rows that a scan saw; the numbers add up to them.
 *
 * @param fresh rows that the mirror did not have
 * @param changed rows that it had otherwise
 * @param unchanged rows that it had just so
 * @param superseded rows of which the mirror knows something newer
 * @param quarantined rows that the database refused
 */
public record Published(int fresh, int changed, int unchanged, int superseded, int quarantined) {}
