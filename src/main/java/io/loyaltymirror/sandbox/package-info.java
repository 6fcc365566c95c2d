/**
 * A stand-in for the Altegio B2B API over real HTTP, with state and a control door, for dev mode, tests and benchmarks.
 *
 * <p>Dev mode, tests and {@link io.loyaltymirror.sandbox.SandboxMain} start it by
 * {@link io.loyaltymirror.sandbox.SandboxAltegio}. No other station imports it, it imports none of them (so that it
 * cannot repeat their mistakes), and a production build does not carry it.
 */
package io.loyaltymirror.sandbox;
