package io.loyaltymirror.harness;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * A mirror as it is by default: reads are answered from the heap, and what is published elsewhere is heard. (Most tests run
 * with {@code mirror.snapshots.compare=always}: they look into the database, and want the next read to show what they saw.)
 * Its heap has place for some small chains.
 */
public class Heard implements QuarkusTestProfile {

    public static final long BOUND = 200_000;

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(
                MirrorTestResource.class,
                Map.of("mirror.snapshots.max-bytes", Long.toString(BOUND), "mirror.snapshots.compare", "unheard")));
    }
}
