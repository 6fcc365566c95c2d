package io.loyaltymirror.harness;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** A mirror whose time a test may move by months, without another test's noticing. */
public class OwnTime implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(MirrorTestResource.class));
    }
}
