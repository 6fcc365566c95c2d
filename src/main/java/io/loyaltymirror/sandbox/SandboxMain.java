package io.loyaltymirror.sandbox;

import java.util.concurrent.CountDownLatch;

/**
 * The stand-in alone, until SIGINT or SIGTERM: {@code ./mvnw -q compile exec:java@sandbox -Dport=8089}. System
 * properties: {@code port} (default 8089; 0 is any free one) and {@code host} (default {@code localhost}).
 */
public final class SandboxMain {
    private SandboxMain() {}

    public static void main(String... arguments) throws InterruptedException {
        var settings = SandboxSettings.documented();
        var options = new SandboxOptions(
                System.getProperty("host", "localhost"), port(System.getProperty("port", "8089")), settings);
        var sandbox = SandboxAltegio.start(options);
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close));
        System.out.printf(
                "Sandbox Altegio: %s  Authorization: Bearer %s, User %s  control door: %s%n",
                sandbox.baseUri(), settings.partnerToken(), settings.userToken(), sandbox.controlUri());
        new CountDownLatch(1).await();
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the port is a number, not " + text, e);
        }
    }
}
