package io.loyaltymirror.mirror;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which types a list shows. All filters hold together.
 *
 * @param title a part of the title, letter case aside
 * @param archived only archived or only current ones
 * @param itemType the certificate types' item type
 * @param salon a location where the type can be used
 * @param ids only these
 * @param sort the order
 * @param page counted from 1
 * @param size rows a page
 */
public record TypeQuery(
        Optional<String> title,
        Optional<Boolean> archived,
        OptionalLong itemType,
        OptionalLong salon,
        Optional<List<Long>> ids,
        Sort sort,
        int page,
        int size) {

    /** How many rows come before the page; more than fit an int, since a page may lie far past the end. */
    long offset() {
        return (page - 1L) * size;
    }

    boolean isUnfiltered() {
        return title.isEmpty() && archived.isEmpty() && itemType.isEmpty() && salon.isEmpty() && ids.isEmpty();
    }

    /** The same for all pages of all orders of a filter, its title folded as {@link MirroredTypes} does. */
    TypeQuery ofAnyPage() {
        return new TypeQuery(title.map(MirroredTypes::fold), archived, itemType, salon, ids, Sort.DEFAULT, 1, 1);
    }

    /** The same for the same list wherever it is asked for, and hardly ever for another one. */
    public String tag() {
        String words = title.orElse("")
                + '\n'
                + archived
                + itemType
                + salon
                + ids
                + sort.field()
                + sort.descending()
                + page
                + '/'
                + size;
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().toHexDigits(TypeBody.sum(bytes, 0, bytes.length));
    }

    /** An order of a list; rows that are equal in it follow their id. */
    public record Sort(Field field, boolean descending) {

        /** By weight, the order that people give to the types in Altegio. */
        public static final Sort DEFAULT = new Sort(Field.WEIGHT, false);
    }

    /** What a list can be ordered by. */
    public enum Field {
        WEIGHT,
        ID,
        TITLE
    }
}
