package io.loyaltymirror.api.altegio;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class DataPlaneIT extends DataPlaneTest {}
