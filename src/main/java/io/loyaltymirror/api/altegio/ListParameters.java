package io.loyaltymirror.api.altegio;

import io.loyaltymirror.api.Numbers;
import io.loyaltymirror.api.Refusal;
import io.loyaltymirror.mirror.TypeQuery;
import io.loyaltymirror.mirror.TypeQuery.Field;
import io.loyaltymirror.mirror.TypeQuery.Sort;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads a list's parameters, all of them before it complains. Unknown parameters are ignored, as Altegio does. */
final class ListParameters {

    private static final int DEFAULT_SIZE = 10;
    private static final int MAX_SIZE = 100;

    /** More would not fit a sensible address, and a list without ids shows everything. */
    private static final int MAX_IDS = 1_000;

    private static final Map<String, Boolean> BOOLEANS = Map.of("0", false, "1", true, "false", false, "true", true);

    private final MultivaluedMap<String, String> parameters;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    private ListParameters(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @throws Refusal 400 that names each parameter that cannot be read */
    static TypeQuery ofCertificateTypes(MultivaluedMap<String, String> parameters) {
        ListParameters list = new ListParameters(parameters);
        return list.query(list.number("item_type_id"), "page_size");
    }

    /** @throws Refusal 400 that names each parameter that cannot be read */
    static TypeQuery ofMembershipTypes(MultivaluedMap<String, String> parameters) {
        return new ListParameters(parameters).query(OptionalLong.empty(), "limit");
    }

    private TypeQuery query(OptionalLong itemType, String sizeName) {
        TypeQuery query = new TypeQuery(
                title(),
                read("is_archived", "must be 0 or 1", value -> Optional.ofNullable(BOOLEANS.get(value))),
                itemType,
                number("salon_id"),
                read("ids", "must be at most " + MAX_IDS + " ids, separated by commas", ListParameters::ids),
                read("sort", "must be weight, id or title, with - before it for the other way", ListParameters::sort)
                        .orElse(Sort.DEFAULT),
                count("page", Integer.MAX_VALUE).orElse(1),
                count(sizeName, MAX_SIZE).orElse(DEFAULT_SIZE));
        if (!errors.isEmpty()) {
            throw Refusal.badRequest(errors);
        }
        return query;
    }

    private Optional<String> title() {
        return read(
                        "title",
                        "must not hold U+0000",
                        value -> value.indexOf(0) < 0 ? Optional.of(value) : Optional.empty())
                .filter(title -> !title.isEmpty());
    }

    private OptionalLong number(String name) {
        return read(name, "must be a whole number", ListParameters::whole)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private Optional<Integer> count(String name, int most) {
        String range = most == Integer.MAX_VALUE ? "must be 1 or more" : "must be between 1 and " + most;
        return read(name, range, value -> whole(value).filter(n -> n >= 1 && n <= most))
                .map(Long::intValue);
    }

    private <T> Optional<T> read(String name, String expected, Function<String, Optional<T>> reader) {
        String value = parameters.getFirst(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<T> read = reader.apply(value);
        if (read.isEmpty()) {
            errors.put(name, List.of(expected));
        }
        return read;
    }

    private static Optional<Long> whole(String value) {
        OptionalLong number = Numbers.whole(value);
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Optional<List<Long>> ids(String value) {
        List<Optional<Long>> ids = Arrays.stream(value.split(",", MAX_IDS + 2))
                .map(ListParameters::whole)
                .toList();
        return ids.size() <= MAX_IDS && ids.stream().allMatch(Optional::isPresent)
                ? Optional.of(ids.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    private static Optional<Sort> sort(String value) {
        boolean descending = value.startsWith("-");
        String name = descending ? value.substring(1) : value;
        return Arrays.stream(Field.values())
                .filter(field -> field.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .map(field -> new Sort(field, descending));
    }
}
