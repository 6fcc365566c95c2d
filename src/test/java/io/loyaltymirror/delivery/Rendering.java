package io.loyaltymirror.delivery;

import java.util.EnumMap;
import java.util.Map;

/** The places where the same rules hold: the base as written, and each overlay as rendered. */
enum Rendering {
    BASE,
    DEV,
    PROD;

    private static final Map<Rendering, Manifests> SEEN = new EnumMap<>(Rendering.class);

    Manifests manifests() {
        return SEEN.computeIfAbsent(this, Rendering::load);
    }

    private static Manifests load(Rendering rendering) {
        return switch (rendering) {
            case BASE -> Manifests.ofBase();
            case DEV -> Manifests.ofOverlay("dev");
            case PROD -> Manifests.ofOverlay("prod");
        };
    }
}
