package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import jakarta.inject.Singleton;

/** The mirrored membership types. */
@Singleton
public class MembershipTypes extends MirroredTypes<MembershipType> {

    MembershipTypes(Snapshots snapshots, Chains chains) {
        super(snapshots, chains, Kind.MEMBERSHIP_TYPE);
    }
}
