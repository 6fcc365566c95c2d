package io.loyaltymirror.mirror;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.nio.charset.StandardCharsets;
import org.hibernate.annotations.Formula;

/** What both kinds of types have in common, as a read model; rows are written by {@link Publication} alone. */
@MappedSuperclass
abstract class MirroredType {

    @Id
    @Column(name = "chain_id")
    long chainId;

    @Id
    long id;

    /** As text: the client would decode jsonb to binary floating point and spoil money and large ids. */
    @Formula("cast(body as text)")
    String body;

    @Column(name = "title_folded", columnDefinition = "text")
    String titleFolded;

    @Column(name = "content_hash")
    byte[] contentHash;

    @Column(columnDefinition = "text")
    String state;

    boolean listed;

    Long weight;

    @Column(name = "is_archived")
    Boolean archived;

    TypeBody body() {
        return TypeBody.of(body.getBytes(StandardCharsets.UTF_8), contentHash);
    }
}
