package io.loyaltymirror.upstream;

import io.loyaltymirror.Kind;

/**
 * One type as upstream shows it, read leniently and brought to its documented field types.
 *
 * @param id upstream's id
 * @param title as upstream spells it, empty where it has none
 * @param body the whole row as JSON text, unknown fields included, every number exact
 * @param contentHash lower-case hex SHA-256 of the row's canonical text, see {@link CanonicalText}
 * @param definitionHash the same without the fields that move with every sale
 */
public record TypePayload(long id, String title, String body, String contentHash, String definitionHash) {

    /**
     * This row over a stored one: a single answer may carry fewer fields than a row of the list, and what it does not say
     * stays.
     */
    public TypePayload laidOver(Kind kind, String stored) {
        return new RowReader(kind).laidOver(this, stored);
    }
}
