package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/**
 * A chain as it stands in the mirror. A read model: the row changes by named SQL alone, since a flushed entity would
 * write back an old fence.
 */
@Entity
@Immutable
@Table(name = "chain")
public class Chain {

    @Id
    public Long id;

    public int epoch;

    public long generation;

    @Column(name = "removed_at")
    public Instant removedAt;

    /** The generation as readers are told it: epoch and number. */
    public String generationTag() {
        return epoch + "." + generation;
    }
}
