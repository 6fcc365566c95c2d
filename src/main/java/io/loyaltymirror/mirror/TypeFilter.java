package io.loyaltymirror.mirror;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** Which types of a snapshot a list shows; the same as {@link Conditions} do in the database. */
record TypeFilter(List<Predicate<SnapshotType>> all) {

    static TypeFilter of(TypeQuery query) {
        List<Predicate<SnapshotType>> all = new ArrayList<>();
        query.ids().map(HashSet::new).ifPresent(ids -> all.add(type -> ids.contains(type.id())));
        query.archived().ifPresent(archived -> all.add(type -> type.archived() == archived));
        query.itemType().ifPresent(item -> all.add(type -> type.itemType() != null && type.itemType() == item));
        query.salon().ifPresent(salon -> all.add(type -> type.isOfSalon(salon)));
        query.title()
                .map(MirroredTypes::fold)
                .ifPresent(title -> all.add(type -> type.title().contains(title)));
        return new TypeFilter(all);
    }

    boolean matches(SnapshotType type) {
        for (Predicate<SnapshotType> each : all) {
            if (!each.test(type)) {
                return false;
            }
        }
        return true;
    }
}
