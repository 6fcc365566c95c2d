package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import jakarta.inject.Singleton;

/** The mirrored membership types. */
@Singleton
public class MembershipTypes extends MirroredTypes<MembershipType> {

    MembershipTypes(Chains chains) {
        super(chains, Kind.MEMBERSHIP_TYPE);
    }
}
