package io.loyaltymirror.mutation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One time that a change was tried. */
@Entity
@Immutable
@Table(name = "mutation_attempt")
@IdClass(MutationAttempt.Key.class)
public class MutationAttempt {

    /** The n-th of its change. */
    public record Key(UUID mutationId, int attempt) {}

    @Id
    @JsonIgnore
    @Column(name = "mutation_id")
    public UUID mutationId;

    @Id
    public int attempt;

    @Column(name = "begun_at")
    public Instant begunAt;

    /** When the change itself may have left, at the earliest; null where it surely did not. */
    @Column(name = "sent_at")
    public Instant sentAt;

    @Column(name = "ended_at")
    public Instant endedAt;

    /** Null while it is under way. */
    @Column(columnDefinition = "text")
    public String outcome;

    @Column(columnDefinition = "text")
    public String message;

    /** To Altegio, those that only looked included; null while it is under way. */
    public Integer requests;
}
