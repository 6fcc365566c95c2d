package io.loyaltymirror.api.access;

import java.util.Optional;
import java.util.Set;

/** The chains that a caller may know of. */
public sealed interface ChainScope {

    boolean includes(long chain);

    /** The chains, where they are limited. */
    Optional<Set<Long>> limit();

    /** Every chain, those that come later too. */
    record All() implements ChainScope {
        @Override
        public boolean includes(long chain) {
            return true;
        }

        @Override
        public Optional<Set<Long>> limit() {
            return Optional.empty();
        }
    }

    /** These chains. */
    record Only(Set<Long> chains) implements ChainScope {
        @Override
        public boolean includes(long chain) {
            return chains.contains(chain);
        }

        @Override
        public Optional<Set<Long>> limit() {
            return Optional.of(chains);
        }
    }
}
