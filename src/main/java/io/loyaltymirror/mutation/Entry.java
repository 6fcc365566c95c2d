package io.loyaltymirror.mutation;

import io.loyaltymirror.ChainId;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A row of the ledger, as one step of its life found it.
 *
 * @param typeId null while a create has made nothing that is known
 * @param knownIds of a create: types of its title that were there before it was sent; null before
 * @param knownGeneration of a create: the chain's generation then
 * @param beforeHash of an update: the definition before it was sent
 * @param settled whether it has been unknown for longer than anything upstream may still take
 * @param scanned whether a complete scan of the chain's types began after that
 */
record Entry(
        UUID id,
        ChainId chain,
        Operation operation,
        Long typeId,
        String caller,
        String fingerprint,
        String request,
        State state,
        int attempt,
        Set<Long> knownIds,
        Long knownGeneration,
        String beforeHash,
        int looks,
        boolean settled,
        boolean scanned,
        Integer status,
        String answer,
        String message,
        String generation) {

    /** What {@link #of} reads; {@code $1} is the settle window in seconds. */
    static final String COLUMNS = """
            mutation.id, mutation.chain_id, operation, type_id, caller, fingerprint, request, state, attempt,
            known_ids, known_generation, before_hash, looks, status, answer, message, mutation.generation,
            coalesce(unknown_at + make_interval(secs => $1) < mirror_now(), false) AS settled,
            coalesce(unknown_at + make_interval(secs => $1) < (SELECT as_of FROM chain_kind
                WHERE chain_kind.chain_id = mutation.chain_id AND chain_kind.kind = mutation.kind), false) AS scanned""";

    boolean wantsArchived() {
        return Boolean.parseBoolean(request);
    }

    static Entry of(Row row) {
        Long[] known = row.getArrayOfLongs("known_ids");
        return new Entry(
                row.getUUID("id"),
                new ChainId(row.getLong("chain_id")),
                Operation.valueOf(row.getString("operation")),
                row.getLong("type_id"),
                row.getString("caller"),
                row.getString("fingerprint"),
                row.getString("request"),
                State.valueOf(row.getString("state")),
                row.getInteger("attempt"),
                known == null ? Set.of() : Set.copyOf(List.of(known)),
                row.getLong("known_generation"),
                row.getString("before_hash"),
                row.getInteger("looks"),
                row.getBoolean("settled"),
                row.getBoolean("scanned"),
                row.getInteger("status"),
                row.getString("answer"),
                row.getString("message"),
                row.getString("generation"));
    }
}
