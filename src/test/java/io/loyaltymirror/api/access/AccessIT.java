package io.loyaltymirror.api.access;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AccessIT extends AccessTest {}
