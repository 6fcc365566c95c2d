package io.loyaltymirror.sandbox;

import java.util.Optional;

/** A chain that the user of the sandbox owns. */
public record SandboxChain(long id, TypeRows certificateTypes, TypeRows membershipTypes) {

    SandboxChain(long id) {
        this(id, new TypeRows(), new TypeRows());
    }

    SandboxChain copy() {
        return new SandboxChain(id, certificateTypes.copy(), membershipTypes.copy());
    }

    /** The rows under their name in a path: {@code certificate_types} or {@code abonement_types}. */
    Optional<TypeRows> named(String kind) {
        return switch (kind) {
            case "certificate_types" -> Optional.of(certificateTypes);
            case "abonement_types" -> Optional.of(membershipTypes);
            default -> Optional.empty();
        };
    }
}
