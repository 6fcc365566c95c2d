package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import jakarta.enterprise.context.ApplicationScoped;

/** The mirrored certificate types. */
@ApplicationScoped
public class CertificateTypes extends MirroredTypes<CertificateType> {

    CertificateTypes(Chains chains) {
        super(chains, Kind.CERTIFICATE_TYPE);
    }
}
