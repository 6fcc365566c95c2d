package io.loyaltymirror.mirror;

import io.loyaltymirror.Kind;
import jakarta.inject.Singleton;

/** The mirrored certificate types. */
@Singleton
public class CertificateTypes extends MirroredTypes<CertificateType> {

    CertificateTypes(Snapshots snapshots, Chains chains, Totals totals) {
        super(snapshots, chains, totals, Kind.CERTIFICATE_TYPE);
    }
}
