package io.loyaltymirror.api.altegio;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class WritesIT extends WritesTest {}
