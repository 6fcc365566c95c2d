package io.loyaltymirror.mirror;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** What is known of each chain's kinds. */
@ApplicationScoped
class ChainKinds implements PanacheRepositoryBase<ChainKind, ChainKind.Key> {}
