package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import jakarta.inject.Singleton;

/** The mirrored membership types. */
@Singleton
public class MembershipTypes extends MirroredTypes<MembershipType> {

    MembershipTypes(Snapshots snapshots, Chains chains, Totals totals) {
        super(snapshots, chains, totals, Kind.MEMBERSHIP_TYPE);
    }
}
