package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What an operator asked for; a read model, written by {@link AuditTrail}. */
@Entity
@Immutable
@Table(name = "audit")
public class AuditEntry {

    @Id
    public Long id;

    public Instant at;

    /** The name of the key that was used. */
    @Column(columnDefinition = "text")
    public String caller;

    @Column(columnDefinition = "text")
    public String action;

    /** What it was done to, such as {@code run 12}. */
    @Column(columnDefinition = "text")
    public String target;

    /** Null where it is about no chain, or about all. */
    @Column(name = "chain_id")
    public Long chainId;

    /** Null where none was given. */
    @Column(columnDefinition = "text")
    public String reason;

    /** Of the answer; null while there is none, and where its process did not live to see it. */
    public Integer status;
}
