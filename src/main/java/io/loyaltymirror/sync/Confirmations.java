package io.loyaltymirror.sync;

import io.loyaltymirror.Kind;
import io.loyaltymirror.sync.DeleteLadder.Word;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.SeenType;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks upstream by id for types that its list has no more. That it denies one counts only if it then answers for a type
 * of the same list: a credential that lost its rights, or an upstream in trouble, denies everything.
 */
final class Confirmations {

    private final ChainReader reader;
    private final Kind kind;

    Confirmations(ChainReader reader, Kind kind) {
        this.reader = reader;
        this.kind = kind;
    }

    /**
     * Upstream's words.
     *
     * @param answers the types that it answered with
     */
    record Words(Map<Long, Word> byId, Map<Long, SeenType> answers) {

        static final Words NONE = new Words(Map.of(), Map.of());

        /**
         * Of a kind that is not asked for by id.
         *
         * @param listed what is in the list after all; empty where nobody knows
         */
        static Words unlisted(List<Long> ids, Optional<Set<Long>> listed) {
            return new Words(
                    ids.stream()
                            .collect(Collectors.toMap(
                                    id -> id,
                                    id -> listed.isPresent() && !listed.get().contains(id)
                                            ? Word.DENIED
                                            : Word.UNCLEAR)),
                    Map.of());
        }
    }

    /** @param control an id that this scan listed; empty where it listed none and somebody released the ids */
    Uni<Words> ask(List<Long> ids, OptionalLong control) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(this::ask)
                .collect()
                .asList()
                .chain(answers -> judge(answers, control));
    }

    private record Answer(long id, Word word, SeenType type) {}

    private Uni<Answer> ask(long id) {
        return reader.type(kind, id)
                .map(type -> new Answer(id, Word.ANSWERED, type))
                .onFailure()
                .recoverWithItem(failure -> new Answer(id, isDenial(failure) ? Word.DENIED : Word.UNCLEAR, null));
    }

    private static boolean isDenial(Throwable failure) {
        return failure instanceof Rejected refused && refused.reason() == Reason.NOT_FOUND;
    }

    private Uni<Words> judge(List<Answer> answers, OptionalLong control) {
        boolean denied = answers.stream().anyMatch(answer -> answer.word() == Word.DENIED);
        return denied && control.isPresent()
                ? ask(control.getAsLong()).map(word -> words(answers, word.word() == Word.ANSWERED))
                : Uni.createFrom().item(words(answers, true));
    }

    private static Words words(List<Answer> answers, boolean denialsCount) {
        Map<Long, Word> words = new HashMap<>();
        Map<Long, SeenType> types = new HashMap<>();
        for (Answer answer : answers) {
            boolean counts = answer.word() != Word.DENIED || denialsCount;
            words.put(answer.id(), counts ? answer.word() : Word.UNCLEAR);
            if (answer.type() != null) {
                types.put(answer.id(), answer.type());
            }
        }
        return new Words(words, types);
    }
}
