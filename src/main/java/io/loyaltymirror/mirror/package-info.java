/**
 * Our copy of the chains' types: reading it, publishing into it, its schema.
 *
 * <p>The sync and mutations publish through {@link io.loyaltymirror.mirror.Publication}; the HTTP planes read through
 * {@link io.loyaltymirror.mirror.CertificateTypes}, {@link io.loyaltymirror.mirror.MembershipTypes} and
 * {@link io.loyaltymirror.mirror.Chains}. Types are read from {@link io.loyaltymirror.mirror.Snapshots} where the heap has
 * them, else through Panache; writes are named SQL on the reactive client (src/docs/adr). This package never calls the network.
 */
package io.loyaltymirror.mirror;
