package io.loyaltymirror.api.mirror;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

@Tag("artifact")
@QuarkusIntegrationTest
class FollowIT extends FollowTest {}
