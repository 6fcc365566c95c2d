package io.loyaltymirror.mutation;

import com.fasterxml.jackson.databind.JsonNode;
import io.loyaltymirror.mutation.Setback.Doubt;
import io.loyaltymirror.mutation.Settlement.By;
import io.loyaltymirror.upstream.ChainReader;
import io.loyaltymirror.upstream.ChainWriter;
import io.loyaltymirror.upstream.RequestJson;
import io.loyaltymirror.upstream.SeenType;
import io.loyaltymirror.upstream.TypePayload;
import io.loyaltymirror.upstream.Upstream;
import io.loyaltymirror.upstream.UpstreamFailure.Ambiguous;
import io.loyaltymirror.upstream.UpstreamFailure.Reason;
import io.loyaltymirror.upstream.UpstreamFailure.Rejected;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at a change. A create leaves once, whatever becomes of it; the others may be sent again within the attempt
 * where upstream shows that they were not done.
 */
final class Sending {

    private final MutationLedger ledger;
    private final Settlement settlement;
    private final Setback setback;
    private final Entry entry;
    private final ChainReader reader;
    private final ChainWriter writer;
    private final int pageSize;
    private volatile Doubt doubt = Doubt.NOTHING_LEFT;

    /** @param leaveBy nothing leaves after so many nanoseconds of {@link System#nanoTime} */
    Sending(
            MutationLedger ledger,
            Settlement settlement,
            Setback setback,
            Upstream upstream,
            Entry entry,
            long leaveBy) {
        this.ledger = ledger;
        this.settlement = settlement;
        this.setback = setback;
        this.entry = entry;
        this.reader = upstream.interactive(entry.chain(), leaveBy);
        this.writer = upstream.writer(entry.chain(), leaveBy);
        this.pageSize = upstream.pageSize();
    }

    Uni<Outcome> send() {
        Uni<Outcome> sent = switch (entry.operation()) {
            case CREATE -> create();
            case UPDATE -> update();
            case DELETE -> leave(List.of(), null).chain(() -> delete(Repeat.TRIES));
            case ARCHIVE -> archive();
        };
        return sent.onFailure().recoverWithUni(failure -> setback.failed(entry, failure, doubt, requests()));
    }

    private int requests() {
        return reader.requests() + writer.requests();
    }

    private Uni<Void> leave(Collection<Long> knownIds, String beforeHash) {
        return ledger.sending(entry, knownIds, beforeHash)
                .invoke(leaves -> {
                    if (!leaves) {
                        throw new RowLostException();
                    }
                    doubt = Doubt.LEFT;
                })
                .replaceWithVoid();
    }

    private byte[] request() {
        return entry.request().getBytes(StandardCharsets.UTF_8);
    }

    private Uni<Outcome> done(TypePayload type) {
        return settlement.done(entry, type, By.ANSWER, requests());
    }

    private Uni<Outcome> create() {
        return new TitleSearch(reader, Request.of(entry.request()), pageSize)
                .find()
                .chain(known ->
                        leave(known.types().stream().map(TypePayload::id).toList(), null))
                .chain(() -> watched(writer.create(request())))
                .chain(this::done);
    }

    /** An answer that leaves it open is remembered: whatever comes after it proves nothing. */
    private <T> Uni<T> watched(Uni<T> write) {
        return write.onFailure(Ambiguous.class).invoke(() -> doubt = Doubt.MAY_BE_DONE);
    }

    private Uni<TypePayload> look() {
        return reader.type(entry.operation().kind(), entry.typeId()).map(SeenType::type);
    }

    private Uni<Outcome> update() {
        return look().chain(before ->
                leave(List.of(), before.definitionHash()).chain(() -> put(before.definitionHash(), Repeat.TRIES)));
    }

    private Uni<Outcome> put(String before, int tries) {
        return watched(writer.update(entry.typeId(), request()))
                .onItem()
                .transformToUni(shown -> shown.map(this::done).orElseGet(() -> isShown(before, tries, null)))
                .onFailure(Ambiguous.class)
                .recoverWithUni(failure -> isShown(before, tries, failure));
    }

    /** @param failure null where upstream said yes */
    private Uni<Outcome> isShown(String before, int tries, Throwable failure) {
        return lookOr(failure).chain(now -> switch (Repeat.ofUpdate(entry, now, before, tries - 1, failure == null)) {
            case DONE -> done(now);
            case AGAIN -> put(before, tries - 1);
            case LATER -> Uni.createFrom().failure(unknown(failure));
        });
    }

    /** What upstream shows; where it does not, the failure that made us look. */
    private Uni<TypePayload> lookOr(Throwable failure) {
        return look().onFailure().transform(_ -> unknown(failure));
    }

    private static Throwable unknown(Throwable failure) {
        return failure == null ? new NotShownException() : failure;
    }

    private Uni<Outcome> delete(int tries) {
        return watched(writer.delete(entry.typeId()))
                .chain(this::deleted)
                .onFailure(failure -> failure instanceof Ambiguous || (tries < Repeat.TRIES && isDenial(failure)))
                .recoverWithUni(failure -> isDenial(failure) ? denied() : isGone(tries, failure));
    }

    private Uni<Outcome> deleted() {
        return settlement.deleted(entry, requests());
    }

    private Uni<Outcome> denied() {
        return settlement.denied(entry, By.ANSWER, requests());
    }

    private Uni<Outcome> isGone(int tries, Throwable failure) {
        return look().map(Optional::of)
                .onFailure(Sending::isDenial)
                .recoverWithItem(Optional.empty())
                .onFailure()
                .transform(_ -> failure)
                .chain(there -> switch (Repeat.ofDelete(there, tries - 1)) {
                    case DONE -> denied();
                    case AGAIN -> delete(tries - 1);
                    case LATER -> Uni.createFrom().failure(failure);
                });
    }

    private static boolean isDenial(Throwable failure) {
        return failure instanceof Rejected refused && refused.reason() == Reason.NOT_FOUND;
    }

    private Uni<Outcome> archive() {
        return look().chain(before -> {
            JsonNode row = RequestJson.object(before.body()).orElseThrow();
            if (row.path("salon_group_id").isIntegralNumber()
                    && row.path("salon_group_id").longValue() != entry.chain().value()) {
                String words = "Chain " + entry.chain() + " has no membership type " + entry.typeId();
                return setback.refused(entry, 404, Metas.message(words), words, requests());
            }
            return Effect.isArchived(before) == entry.wantsArchived()
                    ? done(before)
                    : leave(List.of(), null).chain(() -> patch(Repeat.TRIES));
        });
    }

    private Uni<Outcome> patch(int tries) {
        return watched(writer.archive(entry.typeId(), entry.wantsArchived()))
                .map(_ -> Optional.<Throwable>empty())
                .onFailure(Ambiguous.class)
                .recoverWithItem(Optional::of)
                .chain(failure -> isArchived(tries, failure.orElse(null)));
    }

    private Uni<Outcome> isArchived(int tries, Throwable failure) {
        return lookOr(failure).chain(now -> switch (Repeat.ofArchive(entry, now, tries - 1)) {
            case DONE -> done(now);
            case AGAIN -> patch(tries - 1);
            case LATER -> Uni.createFrom().failure(unknown(failure));
        });
    }
}
