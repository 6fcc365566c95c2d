package io.loyaltymirror.mutation;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Read with their {@link Mutations}. */
@ApplicationScoped
class MutationAttempts implements PanacheRepositoryBase<MutationAttempt, MutationAttempt.Key> {}
