package io.loyaltymirror.sandbox;

/**
 * Where the stand-in listens and how it behaves at the start and after a reset.
 *
 * @param host the name or address to listen on
 * @param port 0 is any free one
 * @param settings the settings of the start
 */
public record SandboxOptions(String host, int port, SandboxSettings settings) {

    public SandboxOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port is 0 (any free one) to 65535, not " + port);
        }
    }

    /** Altegio as documented, on this machine only. */
    public static SandboxOptions onPort(int port) {
        return new SandboxOptions("localhost", port, SandboxSettings.documented());
    }

    /** Altegio as documented, on any free port of this machine. */
    public static SandboxOptions onAnyPort() {
        return onPort(0);
    }

    public SandboxOptions with(SandboxSettings settings) {
        return new SandboxOptions(host, port, settings);
    }
}
