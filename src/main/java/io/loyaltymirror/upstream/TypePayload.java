package io.loyaltymirror.upstream;

/**
 * One type as upstream shows it, read leniently and brought to its documented field types.
 *
 * @param id upstream's id
 * @param title as upstream spells it, empty where it has none
 * @param body the whole row as JSON text, unknown fields included, every number exact
 * @param contentHash lower-case hex SHA-256 of the row's canonical text, see {@link CanonicalText}
 * @param definitionHash the same without the fields that move with every sale
 */
public record TypePayload(long id, String title, String body, String contentHash, String definitionHash) {}
