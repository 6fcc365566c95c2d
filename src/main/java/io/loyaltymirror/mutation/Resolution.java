package io.loyaltymirror.mutation;

import io.loyaltymirror.mutation.MutationLedger.End;
import io.loyaltymirror.mutation.Settlement.By;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** A person decides what became of a change that nobody else could find out. */
@ApplicationScoped
public class Resolution {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MutationLedger ledger;
    private final Entries entries;
    private final Settlement settlement;
    private final Upstream upstream;

    Resolution(MutationLedger ledger, Entries entries, Settlement settlement, Upstream upstream) {
        this.ledger = ledger;
        this.entries = entries;
        this.settlement = settlement;
        this.upstream = upstream;
    }

    /** What came of a decision. */
    public enum Result {
        RESOLVED,
        /** The change has an outcome already, or has not been given up yet. */
        NOT_OPEN,
        /** Of a create somebody must say which type it made. */
        TYPE_NEEDED,
        /** It may still come: the settle window is not over. */
        NOT_SETTLED,
        /** The type was there before, or another change made it. */
        NOT_ITS,
        /** Altegio does not show what was decided. */
        NOT_SHOWN,
        /** Altegio could not be asked. */
        NOT_ASKED
    }

    /**
     * The change was done.
     *
     * @param typeId of a create, the type that it made
     * @param who decides and why
     */
    public Uni<Result> adopted(UUID id, OptionalLong typeId, String who) {
        return entries.byId(id).chain(entry -> {
            if (!isOpen(entry)) {
                return Uni.createFrom().item(Result.NOT_OPEN);
            }
            if (entry.operation() == Operation.CREATE && typeId.isEmpty()) {
                return Uni.createFrom().item(Result.TYPE_NEEDED);
            }
            return entry.operation() == Operation.CREATE
                    ? adoptIfIts(entry, typeId.getAsLong(), who)
                    : adopt(entry, entry.typeId(), who);
        });
    }

    private Uni<Result> adoptIfIts(Entry entry, long typeId, String who) {
        return entries.claimed(entry, List.of(typeId))
                .chain(claimed -> claimed.isEmpty() && !entry.knownIds().contains(typeId)
                        ? adopt(entry, typeId, who)
                        : Uni.createFrom().item(Result.NOT_ITS));
    }

    private static boolean isOpen(Entry entry) {
        return entry.state() == State.UNKNOWN || entry.state() == State.CONFLICT;
    }

    private Uni<Result> adopt(Entry entry, long typeId, String who) {
        ChainReader reader = upstream.interactive(entry.chain(), System.nanoTime() + PATIENCE.toNanos());
        return reader.type(entry.operation().kind(), typeId)
                .chain(seen -> entry.operation() == Operation.DELETE
                        ? Uni.createFrom().item(Result.NOT_SHOWN)
                        : result(settlement.done(entry, seen.type(), By.PERSON, reader.requests(), who)))
                .onFailure(UpstreamFailure.class)
                .recoverWithUni(failure -> isDenial(failure)
                        ? denied(entry, reader, who)
                        : Uni.createFrom().item(Result.NOT_ASKED));
    }

    private static boolean isDenial(Throwable failure) {
        return failure instanceof Rejected refused && refused.reason() == Reason.NOT_FOUND;
    }

    private Uni<Result> denied(Entry entry, ChainReader reader, String who) {
        return entry.operation() == Operation.DELETE
                ? result(settlement.denied(entry, By.PERSON, reader.requests(), who))
                : Uni.createFrom().item(Result.NOT_SHOWN);
    }

    private static Uni<Result> result(Uni<Outcome> settled) {
        return settled.map(outcome -> switch (outcome) {
            case Outcome.Done _ -> Result.RESOLVED;
            case Outcome.Unknown _ -> Result.NOT_ASKED;
            default -> Result.NOT_OPEN;
        });
    }

    /** The change was not done: its key may be tried again. */
    public Uni<Result> absent(UUID id, String who) {
        return entries.byId(id).chain(entry -> {
            if (!isOpen(entry)) {
                return Uni.createFrom().item(Result.NOT_OPEN);
            }
            return entry.settled() ? close(entry, who) : Uni.createFrom().item(Result.NOT_SETTLED);
        });
    }

    private Uni<Result> close(Entry entry, String who) {
        End end = new End(State.ABSENT, null, null, "decided: it was not done", 0, who);
        return ledger.close(entry, Set.of(State.UNKNOWN, State.CONFLICT), end)
                .map(closed -> closed ? Result.RESOLVED : Result.NOT_OPEN);
    }
}
