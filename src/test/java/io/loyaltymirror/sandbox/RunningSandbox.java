package io.loyaltymirror.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One sandbox without rate limits a test class, fresh for each test. */
final class RunningSandbox implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private SandboxAltegio sandbox;
    private Caller caller;

    @Override
    public void beforeAll(ExtensionContext context) {
        var settings = SandboxSettings.documented().withRates(0, 0);
        sandbox = SandboxAltegio.start(SandboxOptions.onAnyPort().with(settings));
        caller = Caller.of(sandbox);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        sandbox.reset();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        caller.close();
        sandbox.close();
    }

    SandboxAltegio altegio() {
        return sandbox;
    }

    Caller caller() {
        return caller;
    }

    /** Changes settings by the members of a JSON object. */
    void settings(String members) {
        var object = (ObjectNode) new Caller.Reply(0, members).json();
        sandbox.settings(sandbox.settings().with(object));
    }
}
