package io.loyaltymirror.api.mirror;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.loyaltymirror.mutation.Mutation;
import io.loyaltymirror.mutation.MutationAttempt;
import java.util.List;

/** A change with each time that it was tried. */
record MutationView(@JsonUnwrapped Mutation mutation, List<MutationAttempt> attempts) {}
