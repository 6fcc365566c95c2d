package io.loyaltymirror.mutation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A change that a caller asked for, as operators see it; a read model of the ledger. */
@Entity
@Immutable
@Table(name = "mutation")
public class Mutation {

    @Id
    public UUID id;

    @Column(name = "chain_id")
    public long chainId;

    @Column(columnDefinition = "text")
    public String kind;

    @Column(columnDefinition = "text")
    public String operation;

    /** Null while a create has made nothing that is known. */
    @Column(name = "type_id")
    public Long typeId;

    @Column(columnDefinition = "text")
    public String caller;

    /** A caller's own secret, in a way: who has it can ask for the answer. */
    @JsonIgnore
    @Column(columnDefinition = "text")
    public String key;

    @Column(columnDefinition = "text")
    public String state;

    public int attempt;

    @Column(name = "received_at")
    public Instant receivedAt;

    /** Since when nobody knows the outcome; null where that was never so. */
    @Column(name = "unknown_at")
    public Instant unknownAt;

    /** How often it was looked for. */
    public int looks;

    @Column(name = "next_look_at")
    public Instant nextLookAt;

    @Column(name = "finished_at")
    public Instant finishedAt;

    /** What became of it, in words; null where all went well. */
    @Column(columnDefinition = "text")
    public String message;

    /** From which generation of the chain it can be read. */
    @Column(columnDefinition = "text")
    public String generation;

    /** Who decided, where a person did. */
    @Column(name = "resolved_by", columnDefinition = "text")
    public String resolvedBy;
}
