package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What is known of one kind of a chain's types; a read model like {@link Chain}. */
@Entity
@Immutable
@Table(name = "chain_kind")
@IdClass(ChainKind.Key.class)
public class ChainKind {

    /** The primary key. */
    public record Key(long chainId, String kind) {}

    @Id
    @Column(name = "chain_id")
    public long chainId;

    @Id
    @Column(columnDefinition = "text")
    public String kind;

    /** Begin of the newest complete scan; null where there was none yet. */
    @Column(name = "as_of")
    public Instant asOf;

    @Column(name = "next_due_at")
    public Instant nextDueAt;

    /** Failed runs since the last complete one; the next is put off accordingly. */
    public int failures;
}
