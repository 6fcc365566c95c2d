package io.loyaltymirror.sandbox;

import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The chains the user owns, and all their rows; every other chain is foreign. The start is always the same: 706028 with
 * 585 certificate and 40 membership types, 706029 with 12 and 3, 720441 with none. Thread-safe.
 */
public final class SandboxChains {
    private static final long FIRST_GENERATED = 280_001;

    /** The id in the vendor's documented answer to a create. */
    private static final long FIRST_CREATED = 289_056;

    private static final long FIRST_MEMBERSHIP = 15_001;

    private final ConcurrentNavigableMap<Long, SandboxChain> chains = new ConcurrentSkipListMap<>();
    private volatile Ids certificateIds;
    private volatile Ids membershipIds;

    SandboxChains() {
        reset();
    }

    private SandboxChains(SandboxChains other) {
        other.chains.forEach((id, chain) -> chains.put(id, chain.copy()));
        certificateIds = other.certificateIds.copy();
        membershipIds = other.membershipIds.copy();
    }

    /** The same rows, and the same ids next. */
    synchronized SandboxChains copy() {
        return new SandboxChains(this);
    }

    /** Back to the data of the start. */
    public synchronized void reset() {
        chains.clear();
        certificateIds = new Ids(FIRST_GENERATED);
        membershipIds = new Ids(FIRST_MEMBERSHIP);
        make(706_028, 585, 40);
        make(706_029, 12, 3);
        make(720_441, 0, 0);
        certificateIds.startAt(FIRST_CREATED);
    }

    /** Makes a chain with so many generated rows of each kind, in place of the one with this id if there is one. */
    public synchronized SandboxChain make(long id, int certificateTypes, int membershipTypes) {
        var chain = new SandboxChain(id);
        new CertificateTypeData(id, certificateTypes, certificateIds).fill(chain.certificateTypes());
        new MembershipTypeData(id, membershipTypes, membershipIds).fill(chain.membershipTypes());
        chains.put(id, chain);
        return chain;
    }

    /** Makes a chain foreign, as when its owner withdraws the user's rights. Says whether it was owned. */
    public synchronized boolean forget(long id) {
        return chains.remove(id) != null;
    }

    public Optional<SandboxChain> find(long id) {
        return Optional.ofNullable(chains.get(id));
    }

    /**
     * The chain.
     *
     * @throws NoSuchElementException if the user does not own it
     */
    public SandboxChain get(long id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("the sandbox has no chain " + id));
    }

    Collection<SandboxChain> all() {
        return chains.values();
    }

    long nextCertificateTypeId() {
        return certificateIds.next();
    }

    /** Keeps ids that are handed out later apart from one that was put by hand. */
    void keepFree(long certificateTypeId) {
        certificateIds.startAt(certificateTypeId + 1);
    }
}
