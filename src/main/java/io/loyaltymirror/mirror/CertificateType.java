package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A certificate type in the mirror. */
@Entity
@Immutable
@Table(name = "certificate_type")
@IdClass(TypeKey.class)
public class CertificateType extends MirroredType {

    @Column(name = "item_type_id")
    Long itemTypeId;

    @Column(name = "salon_ids")
    Long[] salonIds;
}
