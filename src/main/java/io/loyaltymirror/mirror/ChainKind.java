package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.annotations.Formula;
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

    /** The database's clock at the read. */
    @Formula("mirror_now()")
    Instant readAt;

    /** How long ago the newest complete scan began; a clock that was set back makes nothing younger than now. */
    Duration age() {
        Duration age = Duration.between(asOf, readAt);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
