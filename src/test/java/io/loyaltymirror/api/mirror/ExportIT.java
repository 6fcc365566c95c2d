package io.loyaltymirror.api.mirror;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ExportIT extends ExportTest {}
