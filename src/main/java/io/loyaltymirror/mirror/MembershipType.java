package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A membership type in the mirror. */
@Entity
@Immutable
@Table(name = "membership_type")
@IdClass(TypeKey.class)
public class MembershipType extends MirroredType {

    @Column(name = "attached_salon_ids")
    Long[] salonIds;
}
