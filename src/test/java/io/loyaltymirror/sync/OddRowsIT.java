package io.loyaltymirror.sync;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

@Tag("artifact")
@QuarkusIntegrationTest
class OddRowsIT extends OddRowsTest {}
