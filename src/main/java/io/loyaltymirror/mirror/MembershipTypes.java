package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import jakarta.enterprise.context.ApplicationScoped;

/** The mirrored membership types. */
@ApplicationScoped
public class MembershipTypes extends MirroredTypes<MembershipType> {

    MembershipTypes(Chains chains) {
        super(chains, Kind.MEMBERSHIP_TYPE);
    }
}
