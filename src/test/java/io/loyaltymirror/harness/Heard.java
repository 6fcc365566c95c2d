package io.loyaltymirror.harness;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * A mirror as it is by default: reads are answered from the heap, and what is published elsewhere is heard. (Most tests run
 * with {@code mirror.snapshots.compare=always}: they look into the database, and want the next read to show what they saw.)
 */
public class Heard implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(MirrorTestResource.class, Map.of("mirror.snapshots.compare", "unheard")));
    }
}
