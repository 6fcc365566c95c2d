package io.loyaltymirror.sandbox;

import java.util.concurrent.CountDownLatch;

/**
 * The stand-in alone, until SIGINT or SIGTERM: {@code ./mvnw -q compile exec:java@sandbox -Dport=8089}. System
 * properties: {@code port} (default 8089; 0 is any free one) and {@code host} (default {@code localhost}).
 */
public final class SandboxMain {
    private SandboxMain() {}

    public static void main(String... arguments) throws InterruptedException {
        try (var sandbox = SandboxAltegio.start(options())) {
            Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
            var settings = sandbox.settings();
            System.out.printf(
                    "Sandbox Altegio: %s  Authorization: Bearer %s, User %s  control door: %s%n",
                    sandbox.baseUri(), settings.partnerToken(), settings.userToken(), sandbox.controlUri());
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Not thrown on: exec:java would first wait 15 s for a library's daemon thread, then show it among its own.
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static SandboxOptions options() {
        var port = System.getProperty("port", "8089");
        if (!port.matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("the port is a number, not " + port);
        }
        var host = System.getProperty("host", "localhost");
        return new SandboxOptions(host, Integer.parseInt(port), SandboxSettings.documented());
    }
}
